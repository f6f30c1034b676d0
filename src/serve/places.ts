import { dataFiles } from "../data/kinds";
import type { Places, Wish } from "../lab/place-verbs";
import type { Connection } from "./connection";
import type { Downloads } from "./downloads";
import type { ServedFolder } from "./served-folder";
import type { Uploads } from "./uploads";

/** Without dots; none where any file fits. */
function endingsOf(wish: Wish): readonly string[] {
  if (wish === "document" || wish === "results") return [];
  const { filters } = dataFiles.find(({ purpose }) => purpose === wish)!;
  return filters.flatMap(({ extensions }) => extensions).filter((ending) => ending !== "*");
}

/** A person in front of a browser finds files by uploading them, and gets files by downloading them. */
export function browserPlaces(
  connection: Connection,
  uploads: Uploads,
  downloads: Downloads,
  served: ServedFolder | null,
): Places {
  return {
    async existing(wish, folder = false) {
      // A document may name data files beside it, and a result has its weights there.
      const many = wish === "document" || wish === "results";
      const chosen = await connection.ask({
        folder,
        many,
        endings: endingsOf(wish),
        served: served !== null,
      });
      if (chosen === null) return [];
      if ("served" in chosen) return served ? [served.at(chosen.served)] : [];
      const paths = await uploads.in(chosen.upload);
      return many ? documentsAmong(paths) : paths;
    },
    newFile: (name, ending) => downloads.place(`${name}.${ending}`),
    newFolder: (name) => downloads.place(name),
    written(path) {
      const { id, name } = downloads.offer(path);
      connection.send({ type: "download", id, name });
    },
    noteDocument: () => undefined,
    forgetDocument: () => undefined,
  };
}

/** Where several files came, only those that can be documents are. */
function documentsAmong(paths: readonly string[]): readonly string[] {
  const documents = paths.filter((path) => /\.json$/i.test(path));
  return documents.length > 0 ? documents : paths;
}
