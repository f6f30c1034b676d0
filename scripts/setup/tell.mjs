/**
 * Tells a person what set-up is doing. In a terminal a download is one line that counts up; in a log it is an
 * occasional line.
 */
const SECONDS_BETWEEN_LOG_LINES = 10;

/** @typedef {ReturnType<typeof createTeller>} Teller */

/** @param {NodeJS.WriteStream} stream */
export function createTeller(stream) {
  let lineIsOpen = false;
  let lastLogLine = 0;

  /** @param {string} text */
  function line(text) {
    if (lineIsOpen) stream.write("\n");
    lineIsOpen = false;
    stream.write(`${text}\n`);
  }

  return {
    /** A step begins. @param {string} text */
    step(text) {
      lastLogLine = Date.now();
      line(`• ${text}`);
    },
    /** Something about the step. @param {string} text */
    detail(text) {
      line(`  ${text}`);
    },
    /**
     * The progress of a download.
     * @param {number} done bytes
     * @param {number | null} total bytes
     * @param {number} seconds since its start
     */
    progress(done, total, seconds) {
      const share = total
        ? ` of ${megabytes(total)} (${Math.min(100, Math.round((done / total) * 100))} %)`
        : "";
      const text = `  ${megabytes(done)}${share}, ${megabytes(done / Math.max(seconds, 0.1))}/s`;
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${text}`);
        lineIsOpen = true;
      } else if (Date.now() - lastLogLine > SECONDS_BETWEEN_LOG_LINES * 1000) {
        lastLogLine = Date.now();
        line(text);
      }
    },
  };
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
