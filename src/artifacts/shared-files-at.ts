import { resolve } from "node:path";
import { LabError } from "../messages/failure";
import type { SharedFiles } from "./shared-files";
import { SharedFilesOverHttp } from "./shared-files-over-http";
import { SharedFolder } from "./shared-folder";

/**
 * The shared files of this place.
 * @param place a folder, or the address of a `lab serve`, such as `https://lab.example.org`
 * @param token of a worker; an address needs one
 * @param ca certificate authorities (PEM) that are trusted besides the usual ones
 * @throws LabError `sharedFilesAddress`, `sharedFilesNeedTls`, `sharedFilesRefused` without a token
 */
export function sharedFilesAt(place: string, token?: string, ca?: string): SharedFiles {
  if (!/^https?:/i.test(place)) return new SharedFolder(resolve(place));
  if (!token) throw new LabError("sharedFilesRefused");
  return new SharedFilesOverHttp(place, token, { ca });
}
