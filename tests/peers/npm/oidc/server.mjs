// The server of oidc.sh: npm's oidc-provider, with a form of its own to sign in, one
// client, and four people. What it remembers ends with the process, but for its key.
import fs from "node:fs";
import http from "node:http";
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const env = process.env;
const mail = (name, email_verified) => ({ email: `${name}@ministry.example`, email_verified });
const people = {
  salma: mail("salma", true),
  salim: mail("salim", false), // nobody has looked whether the address is his
  khalid: mail("khalid", true),
  stranger: mail("stranger", true), // stands in no register of ours
};

if (!fs.existsSync(env.OIDC_KEY)) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "one" };
  fs.writeFileSync(env.OIDC_KEY, JSON.stringify(key), { mode: 0o600 });
}

const client = (client_id, token_endpoint_auth_method) => ({
  client_id,
  client_secret: env.OIDC_CLIENT_SECRET,
  redirect_uris: [env.OIDC_REDIRECT_URI],
  token_endpoint_auth_method,
});
const provider = new Provider(env.OIDC_ISSUER, {
  clients: [client("rasmi", "client_secret_basic"), client("mail", "client_secret_basic")],
  jwks: { keys: [JSON.parse(fs.readFileSync(env.OIDC_KEY))] },
  cookies: { keys: [env.OIDC_COOKIE_KEY] },
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) =>
    people[id] && { accountId: id, claims: async () => ({ sub: id, ...people[id] }) },
});
provider.on("server_error", (ctx, error) => console.error(error));
provider.on("grant.error", (ctx, error) => console.error(error.error_description ?? error));

const form = `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>الدخول</title>
<form method="post"><input name="login"><input name="password" type="password"><button>دخول</button></form>`;

async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const finish = (result) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  if (prompt.name === "consent") {
    // The client is the body's own: what it asks for is granted.
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(" "));
    return finish({ consent: { grantId: await grant.save() } });
  }
  if (request.method === "POST") {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = new URLSearchParams(Buffer.concat(chunks).toString());
    if (!sent.get("login")) return finish({ error: "access_denied" });
    if (people[sent.get("login")] && sent.get("password") === env.OIDC_USER_PASSWORD)
      return finish({ login: { accountId: sent.get("login"), amr: ["pwd"] } });
    response.statusCode = 401;
  }
  response.setHeader("content-type", "text/html; charset=utf-8");
  return response.end(form);
}

const answer = provider.callback();
http
  .createServer((request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    return interact(request, response).catch((error) => {
      response.statusCode = error.statusCode ?? 500;
      response.end(String(error.message));
    });
  })
  .listen(Number(env.OIDC_PORT), "127.0.0.1");
