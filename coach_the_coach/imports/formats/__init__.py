"""Reading files: `sheet` a table of text whatever program wrote it, `people` the persons in one."""
