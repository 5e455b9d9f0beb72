/** The secret in the address after "#", which browsers send to nobody, and which is taken out of it. */
export function takeFragment(): string {
  const secret = decodeURIComponent(location.hash.slice(1));
  if (secret !== "") history.replaceState(null, "", location.pathname);
  return secret;
}
