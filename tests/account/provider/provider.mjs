// An OpenID provider that nobody of us wrote, with one client and whatever people claims.json names.
// It asks for nothing but a name, and ends when whoever started it does.
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const { issuer, port, client, claims } = JSON.parse(process.argv[2]);

const provider = new Provider(issuer, {
  clients: [client],
  claims: { openid: ['sub', 'employee_number', 'groups', 'email', 'email_verified'] },
  // What a directory says is read from the id token, where most providers put it.
  conformIdTokenClaims: false,
  cookies: { keys: ['a key for these tests alone'] },
  features: { backchannelLogout: { enabled: true } },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...JSON.parse(readFileSync(claims, 'utf8'))[id] }),
  }),
  // Its own refuses to speak to this very machine, where we listen.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  pkce: { required: () => true },
});

provider.on('server_error', (_ctx, error) => console.error(error));
provider.listen(port, '127.0.0.1', () => console.log('ready'));
process.stdin.on('end', () => process.exit(0)).resume();
