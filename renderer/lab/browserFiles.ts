import { ref } from "vue";
import { errorOf, type Failure, LabError } from "../../src/messages/failure";
import type { AskedFiles, Chosen } from "../../src/contract/frames";
import type { Bringing, PageShell } from "./socketChannel";
import { attempt } from "./failures";

/** How a page in a browser gives the lab files and takes files from it. In the window, main does this by dialogs of the system. */

interface Sent {
  /** With slashes, below the folder that was chosen. */
  readonly path: string;
  readonly file: File;
}

/** The upload that is under way; the page shows it. */
export const uploading = ref<{ readonly share: number; readonly cancel: () => void } | null>(null);

/** What the person is asked for, while the page itself has to ask; BrowserFiles.vue shows it. */
export const asked = ref<{
  readonly files: AskedFiles;
  readonly answer: (chosen: Chosen | null) => void;
} | null>(null);

export const browserShell: PageShell = {
  async choose(files) {
    // A browser opens its dialog only right after a click or key.
    if (!files.served && isActive()) return uploaded(await fromComputer(files));
    return new Promise((resolve) => {
      asked.value = {
        files,
        answer: (chosen) => {
          asked.value = null;
          resolve(chosen);
        },
      };
    });
  },
  download(address, name) {
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  },
};

function isActive(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.isActive ?? true;
}

/** Opens the browser's dialog. @returns none if the person closes it */
export function fromComputer({ folder, many, endings }: AskedFiles): Promise<Sent[]> {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = many;
  input.accept = endings.map((ending) => `.${ending}`).join(",");
  input.webkitdirectory = folder;
  return new Promise((resolve) => {
    input.addEventListener("change", () =>
      resolve([...(input.files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))),
    );
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** Sends files to the lab. @returns null if there are none, or the person cancels; a failure is shown */
export async function uploaded(files: readonly Sent[]): Promise<{ readonly upload: string } | null> {
  if (files.length === 0) return null;
  return (await attempt(() => send(files))) ?? null;
}

async function send(files: readonly Sent[]): Promise<{ readonly upload: string } | null> {
  const stop = new AbortController();
  const all = files.reduce((sum, { file }) => sum + file.size, 0) || 1;
  let done = 0;
  const show = (bytes: number) => {
    uploading.value = { share: Math.min(1, (done + bytes) / all), cancel: () => stop.abort() };
  };
  show(0);
  try {
    const begun = await fetch("/uploads", { method: "POST" });
    const { upload } = (await begun.json()) as { upload: string };
    for (const { path, file } of files) {
      const place = [upload, ...path.split("/")].map(encodeURIComponent).join("/");
      await put(`/uploads/${place}`, file, show, stop.signal);
      done += file.size;
    }
    return { upload };
  } catch (error) {
    if (stop.signal.aborted) return null;
    throw error;
  } finally {
    uploading.value = null;
  }
}

/** `fetch` does not tell how far it is. */
function put(address: string, file: File, show: (bytes: number) => void, stop: AbortSignal): Promise<void> {
  const request = new XMLHttpRequest();
  request.open("PUT", address);
  request.responseType = "json";
  return new Promise((resolve, reject) => {
    const end = () => request.abort();
    stop.addEventListener("abort", end);
    request.upload.onprogress = ({ loaded }) => show(loaded);
    request.onload = () => {
      const answer = request.response as { ok: true } | { ok: false; failure: Failure } | null;
      if (answer?.ok) resolve();
      else reject(answer ? errorOf(answer.failure) : new LabError("connectionLost"));
    };
    request.onerror = () => reject(new LabError("connectionLost"));
    request.onabort = () => reject(new LabError("connectionLost"));
    request.onloadend = () => stop.removeEventListener("abort", end);
    request.send(file);
  });
}

/** Takes files that are dropped onto the page or pasted, and pasted cells, as the preload script does in the window. */
export function takeFiles(bringing: Bringing): void {
  const bring = async (files: readonly Sent[]) => {
    const sent = await uploaded(files);
    if (sent) bringing.dropped(sent.upload);
  };
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    const items = [...(event.dataTransfer?.items ?? [])];
    // Later, the entries are gone.
    const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? []);
    void Promise.all(entries.map((entry) => filesIn(entry))).then((found) => bring(found.flat()));
  });
  window.addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]")) return;
    const files = [...(event.clipboardData?.files ?? [])].map((file) => ({ path: file.name, file }));
    if (files.length > 0) void bring(files);
    else bringing.pasted(event.clipboardData?.getData("text/plain") ?? "");
  });
}

async function filesIn(entry: FileSystemEntry, folder = ""): Promise<Sent[]> {
  const path = `${folder}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((...ends) => (entry as FileSystemFileEntry).file(...ends));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Sent[] = [];
  // A browser gives a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((...ends) => reader.readEntries(...ends));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await filesIn(one, `${path}/`)));
  }
}
