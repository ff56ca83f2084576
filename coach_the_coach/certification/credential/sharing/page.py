"""One's own certificates."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.credential.sharing.parts import certificates
from coach_the_coach.certification.credential.sharing.state import CertificatesState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CERTIFICATES,
    title=_("My certificates · Coach the Coach"),
    on_load=[FrameState.arrive, CertificatesState.load],
)
def certificates_page() -> rx.Component:
    """What one is certified for."""
    return frame(
        ui.page_heading(
            _("My certificates"),
            about=_("Yours to print, to keep and to share. Nothing is public before you share it."),
        ),
        ready(
            CertificatesState.loaded,
            certificates(),
            waiting=ui.skeleton(4, name=_("Fetching your certificates")),
        ),
        narrow=True,
    )
