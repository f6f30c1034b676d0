import { type Command, commandKeys, commandNames } from "../src/contract/commands";

const isMac = /^Mac/.test(navigator.platform);

interface Key {
  readonly command: Command;
  readonly main: boolean;
  readonly shift: boolean;
  readonly name: string;
}

const keys: readonly Key[] = commandNames.flatMap((command) =>
  commandKeys[command].map((accelerator) => {
    const parts = accelerator.split("+");
    return {
      command,
      main: parts.includes("CmdOrCtrl"),
      shift: parts.includes("Shift"),
      name: parts.at(-1)!.toLowerCase(),
    };
  }),
);

/** The command of a key press. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.altKey) return undefined;
  const name = event.key.toLowerCase();
  return keys.find(
    (key) =>
      key.name === name &&
      key.main === (isMac ? event.metaKey : event.ctrlKey) &&
      // Some keyboards need Shift for a sign.
      (key.shift === event.shiftKey || (key.main && /^[./]$/.test(name))),
  )?.command;
}

const macSigns: Readonly<Record<string, string>> = { CmdOrCtrl: "⌘", Shift: "⇧", Enter: "↩" };

/** The name of a command's key on this system: "Ctrl+Shift+Z", on a Mac "⇧⌘Z"; empty if it has none. */
export function keyText(command: Command): string {
  const parts = commandKeys[command][0]?.split("+") ?? [];
  if (!isMac) return parts.join("+").replace("CmdOrCtrl", "Ctrl");
  const order = (part: string) => ["Shift", "CmdOrCtrl"].indexOf(part);
  const signs = parts.slice(0, -1).sort((one, other) => order(one) - order(other));
  return [...signs, ...parts.slice(-1)].map((part) => macSigns[part] ?? part).join("");
}

/** A hint, followed by the command's key. */
export function withKey(hint: string, command: Command): string {
  const key = keyText(command);
  return key === "" ? hint : `${hint} (${key})`;
}
