import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  request as requestPlain,
} from "node:http";
import { request as requestSecure } from "node:https";
import { configureRequestOptionsFromUrl, type DownloadOptions, HttpExecutor } from "builder-util-runtime";

/**
 * Node itself makes the updater's requests. Chromium, which runs the page, stays without any network: it can resolve
 * no host, whatever a page or a library in it tries.
 */
export class PlainRequests extends HttpExecutor<ClientRequest> {
  /** Downloads into a file and compares its hash with the one in `options`. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const request = configureRequestOptionsFromUrl(url.href, { headers: options.headers ?? {} });
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }

  override createRequest(
    { headers = {}, ...options }: RequestOptions,
    answer: (response: IncomingMessage) => void,
  ): ClientRequest {
    const anonymous: OutgoingHttpHeaders = { ...(headers as OutgoingHttpHeaders) };
    // electron-updater would send a number by which a server could tell this copy of the lab from every other.
    delete anonymous["x-user-staging-id"];
    const isOwnMachine = options.protocol === "http:" && options.hostname === "127.0.0.1";
    if (isOwnMachine) return requestPlain({ ...options, headers: anonymous }, answer);
    // Without encryption anyone on the way could answer, so http addresses and redirects to them are requested over https.
    return requestSecure({ ...options, protocol: "https:", headers: anonymous }, answer);
  }
}
