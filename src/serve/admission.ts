import { randomBytes, timingSafeEqual, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";

/**
 * Who may talk to the lab: whoever has the token, from a page of the lab's own address. Each refusal answers an attack:
 * a foreign page that sends requests with the person's cookie (Origin), a foreign name that leads to this machine
 * (Host, against DNS rebinding), a guessed token (256 random bits, compared in constant time).
 */
export class Admission {
  readonly token = randomBytes(32).toString("hex");
  /** Own for each port, because browsers send a cookie to all ports of a machine. */
  readonly cookie: string;
  private readonly hosts: ReadonlySet<string>;

  /**
   * @param addresses of the lab, as a browser names them: `https://lab.example.org`
   */
  constructor(
    port: number,
    private readonly addresses: readonly string[],
  ) {
    this.cookie = `dropout-lab-${port}`;
    this.hosts = new Set(addresses.map((address) => new URL(address).host));
  }

  hasToken(given: string | undefined): boolean {
    const [own, other] = [Buffer.from(this.token), Buffer.from(given ?? "")];
    return own.length === other.length && timingSafeEqual(own, other);
  }

  /** @param host the header of a request */
  isOwnHost(host: string | undefined): boolean {
    return host !== undefined && this.hosts.has(host.toLowerCase());
  }

  /** @param origin the header of a request that a script made, or a form */
  isOwnOrigin(origin: string | undefined): boolean {
    return origin !== undefined && this.addresses.includes(origin);
  }
}

/** Where the lab listens, as a person says it. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** In PEM. */
  readonly certificate?: string | undefined;
  /** The address of a proxy in front that does TLS, such as `https://lab.example.org`. */
  readonly proxy?: string | undefined;
}

/** The addresses under which a browser finds the lab; the first one is for people. */
export function addressesOf({ host, port, certificate, proxy }: Listening): string[] {
  if (proxy !== undefined) return [new URL(proxy).origin];
  const scheme = certificate === undefined ? "http" : "https";
  const names = [...namesOf(host), ...(certificate === undefined ? [] : namesIn(certificate))];
  return [...new Set(names)].map(
    (name) => new URL(`${scheme}://${isIP(name) === 6 ? `[${name}]` : name}:${port}`).origin,
  );
}

/** Whether only programs on this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}

function namesOf(host: string): string[] {
  if (isLoopback(host)) return [host, "127.0.0.1", "localhost", "::1"];
  if (host !== "0.0.0.0" && host !== "::") return [host];
  const all = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const plain = all.filter(({ scopeid = 0 }) => scopeid === 0).map(({ address }) => address);
  return [hostname(), ...plain, "localhost"];
}

/** The names for which a certificate is made, but not those with a star. */
function namesIn(certificate: string): string[] {
  const names = new X509Certificate(certificate).subjectAltName ?? "";
  return [...names.matchAll(/DNS:([\w.-]+)/g)].map(([, name]) => name!);
}
