// Talking to our own server: one way to ask, and what a lost session looks like.
const settings = () => document.querySelector('meta[name="shouwang"]')?.dataset || {};

export function csrf() {
  const found = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  return found ? decodeURIComponent(found[1]) : document.querySelector('input[name="csrfmiddlewaretoken"]')?.value || "";
}

export function chartsUrl() {
  return settings().charts || "";
}

/** Whether an answer means that the session is over: the sign-in page must never land in a panel. */
export function isSignIn(url) {
  const page = settings().signIn;
  return Boolean(page && url && new URL(url, location.href).pathname === page);
}

/**
 * Fetch from our server as a part of a page. Answers {ok, status, text, json(), signedOut};
 * never throws: a lost network, or no answer within `patience` ms, is status 0.
 */
export async function ask(url, { method = "GET", body, json = false, background = false, keepalive = false, patience = 0 } = {}) {
  const headers = { "HX-Request": "true", "X-Requested-With": "fetch", "X-CSRFToken": csrf() };
  headers.Accept = json ? "application/json" : "text/html";
  if (background) headers["X-Background"] = "1";
  const stop = new AbortController();
  const timer = patience ? setTimeout(() => stop.abort(), patience) : 0;
  try {
    const answer = await fetch(url, { method, body, headers, keepalive, credentials: "same-origin", signal: stop.signal });
    // a background request is told of the door (sign-in, first password); a person's is led to it
    const goTo = answer.headers.get("HX-Redirect") || answer.headers.get("X-Door");
    const text = await answer.text();
    const signedOut = answer.status === 401 || isSignIn(goTo) || (answer.redirected && isSignIn(answer.url));
    return {
      ok: answer.ok && !signedOut,
      status: answer.status,
      text,
      goTo,
      signedOut,
      json: () => {
        try {
          return JSON.parse(text);
        } catch {
          return {};
        }
      },
    };
  } catch {
    return { ok: false, status: 0, text: "", goTo: null, signedOut: false, json: () => ({}) };
  } finally {
    clearTimeout(timer);
  }
}
