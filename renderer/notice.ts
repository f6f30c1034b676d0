import { ElMessage, type MessageHandler, type MessageOptions } from "element-plus";

/** Beyond these, the oldest goes: a limit of Element Plus' own would drop the new one unseen. */
const mostAtOnce = 3;
const shown: MessageHandler[] = [];

/** Shows a message at the edge of the window for some seconds. */
export function notify(options: MessageOptions): MessageHandler {
  const notice = ElMessage({ showClose: true, ...options, onClose: () => forget(notice) });
  // One that repeats another is that other.
  if (!shown.includes(notice)) shown.push(notice);
  if (shown.length > mostAtOnce) shown.shift()!.close();
  return notice;
}

function forget(notice: MessageHandler): void {
  const place = shown.indexOf(notice);
  if (place >= 0) shown.splice(place, 1);
}
