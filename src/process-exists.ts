/** Whether a process of this number is there now. It says nothing of whether it is the one that had the number before. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but lives.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
