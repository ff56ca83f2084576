// Verifies credentials by programs that nobody of us wrote: @digitalbazaar/vc, and jose.
// Reads one JSON object a line on standard input, writes one a line. It never asks the network.
import net from "node:net";
import { createInterface } from "node:readline";

const refuse = () => { throw new Error("somebody asked the network"); };
globalThis.fetch = async () => refuse();
net.Socket.prototype.connect = refuse;

const vc = await import("@digitalbazaar/vc");
const { DataIntegrityProof } = await import("@digitalbazaar/data-integrity");
const { cryptosuite } = await import("@digitalbazaar/eddsa-rdfc-2022-cryptosuite");
const { checkStatus, decodeList } = await import("@digitalbazaar/vc-bitstring-status-list");
const jose = await import("jose");

// What a verifier has at hand: the keys of the house, its lists, and the standard's contexts.
function loaderOf({ did, lists, contexts }) {
  const there = { ...contexts, ...lists, [did.id]: did };
  for (const method of did.verificationMethod) {
    there[method.id] = { "@context": "https://w3id.org/security/multikey/v1", ...method };
  }
  return async url => {
    if (!(url in there)) throw new Error(`not at hand: ${url}`);
    return { contextUrl: null, documentUrl: url, document: structuredClone(there[url]) };
  };
}

async function document({ credential, now, ...rest }) {
  const documentLoader = loaderOf(rest);
  const suite = () => new DataIntegrityProof({ cryptosuite });
  const found = await vc.verifyCredential({
    credential,
    suite: suite(),
    documentLoader,
    now: new Date(now),
    checkStatus: async given => {
      const said = await checkStatus({ ...given, suite: suite(), verifyMatchingIssuers: true });
      // It verifies the lists and says what stands in them; what that means is the caller's to say.
      const ended = said.results?.filter(one => one.status);
      return { ...said, verified: said.verified && ended.length === 0 };
    },
  });
  return { verified: found.verified, why: found.verified ? "" : reasons(found) };
}

function reasons(found) {
  const errors = [found.error, found.statusResult?.error, found.statusResult];
  return JSON.stringify(errors, (_name, value) =>
    value instanceof Error ? { said: value.message, beneath: value.errors } : value,
  );
}

async function signed(text, did, more) {
  const { kid } = jose.decodeProtectedHeader(text);
  const method = did.verificationMethod.find(one => one.id === kid);
  if (!method?.publicKeyJwk) throw new Error("no such key");
  const key = await jose.importJWK(method.publicKeyJwk, "RS256");
  const asked = { issuer: did.id, algorithms: ["RS256"], requiredClaims: ["jti", "nbf"], ...more };
  return (await jose.jwtVerify(text, key, asked)).payload;
}

async function token({ credential, did, lists, now }) {
  const payload = await signed(credential, did, { currentDate: new Date(now) });
  for (const entry of payload.credentialStatus) {
    const { credentialSubject: list } = await signed(lists[entry.statusListCredential], did);
    if (list.statusPurpose !== entry.statusPurpose) throw new Error("another list");
    const bits = await decodeList(list);
    if (bits.getStatus(Number(entry.statusListIndex))) throw new Error(`${entry.statusPurpose} set`);
  }
  return { verified: true, payload };
}

const forms = { document, token };
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = await forms[asked.form](asked);
  } catch (error) {
    answer = { verified: false, why: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
