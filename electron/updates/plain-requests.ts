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
 * Updates are asked for by Node itself. Chromium, in which the page lives, keeps its promise of no request without an
 * exception: it can still find no host, whatever a page or a library of it tries.
 */
export class PlainRequests extends HttpExecutor<ClientRequest> {
  /** Into a file, whose hash is compared with the one in `options`. */
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
    // A number of electron-updater's by which a server could tell this copy of the lab from every other.
    delete anonymous["x-user-staging-id"];
    const isOwnMachine = options.protocol === "http:" && options.hostname === "127.0.0.1";
    if (isOwnMachine) return requestPlain({ ...options, headers: anonymous }, answer);
    // Whoever stands between could answer without encryption: an address that has none, or a redirect to one, is asked with.
    return requestSecure({ ...options, protocol: "https:", headers: anonymous }, answer);
  }
}
