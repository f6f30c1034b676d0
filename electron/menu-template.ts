import type { MenuItemConstructorOptions } from "electron";
import { type Command, commandKeys } from "../src/contract/commands";
import type { MenuTexts } from "../src/messages/menu.en";
import type { Policy } from "./updates/policy";

type Heading = keyof MenuTexts["menus"];
/** Items that main handles without the page. */
type OwnItem = keyof Omit<MenuTexts["items"], "clearRecent" | "noRecent">;

interface Submenu {
  readonly menu: Heading;
  readonly items: readonly Entry[];
}
type Entry = Command | OwnItem | Submenu | "recent" | "separator";

export interface MenuActions {
  /** Asks the page to run a command. */
  readonly choose: (command: Command) => void;
  readonly zoom: (direction: "in" | "out" | "reset") => void;
  readonly theme: "system" | "light" | "dark";
  readonly setTheme: (theme: "system" | "light" | "dark") => void;
  /** Documents, newest first, with their paths. */
  readonly recent: readonly string[];
  readonly openRecent: (path: string) => void;
  readonly clearRecent: () => void;
  /** Null if this copy has no update address. */
  readonly updates: MenuUpdates | null;
}

export interface MenuUpdates {
  readonly policy: Policy;
  readonly check: () => void;
  readonly allow: (policy: Policy) => void;
}

const views = ["lab", "compare", "history", "inside"] as const;
const languages = ["english", "korean"] as const;
/** Items with a check mark that Electron itself sets. */
const checks = ["setup", "code", "present"] as const;
const themes = ["system", "light", "dark"] as const;
/** The chosen one of several items. */
const radios: readonly string[] = [...views, ...languages, ...themes];

function layout(isMac: boolean, hasUpdates: boolean): Submenu[] {
  const updates = ["checkForUpdates", "separator", "updatesAsked", "updatesAtStart", "updatesNever"] as const;
  const exported = ["exportHtml", "exportCsv", "exportJson", "exportTensorboard", "exportFolder"] as const;
  return [
    {
      menu: "file",
      items: [
        ...(["new", "open", "recent", "separator", "save", "saveAs", "separator", "importResult"] as const),
        { menu: "export", items: exported },
        "separator",
        isMac ? "close" : "quit",
      ],
    },
    { menu: "edit", items: ["undo", "redo", "separator", "cut", "copy", "paste", "selectAll"] },
    { menu: "run", items: ["run", "pause", "resume", "stop", "separator", "resumeMissing"] },
    {
      menu: "view",
      items: [
        ...views,
        "separator",
        ...checks,
        "separator",
        { menu: "theme", items: themes },
        { menu: "language", items: languages },
        ...(["separator", "zoomIn", "zoomOut", "resetZoom", "separator", "fullScreen"] as const),
      ],
    },
    ...(isMac ? [{ menu: "window", items: ["minimize"] } as const] : []),
    {
      menu: "help",
      items: [
        ...(["shortcuts", "separator"] as const),
        ...(hasUpdates ? ([{ menu: "updates", items: updates }, "separator"] as const) : []),
        ...(["diagnostics", "licences", "about"] as const),
      ],
    },
  ];
}

function ownItems(actions: MenuActions): Record<OwnItem, MenuItemConstructorOptions[]> {
  const theme = (name: MenuActions["theme"]): MenuItemConstructorOptions[] => [
    { type: "radio", checked: actions.theme === name, click: () => actions.setTheme(name) },
  ];
  const policy = (name: Policy): MenuItemConstructorOptions[] => [
    {
      type: "radio",
      checked: actions.updates?.policy === name,
      click: () => actions.updates?.allow(name),
    },
  ];
  const zoom = (direction: "in" | "out" | "reset", shown: string, ...others: string[]) =>
    [shown, ...others].map((accelerator, index) => ({
      accelerator,
      // Keyboards have + and - in several places; the menu shows only one of them.
      visible: index === 0,
      click: () => actions.zoom(direction),
    }));
  return {
    cut: [{ role: "cut" }],
    copy: [{ role: "copy" }],
    paste: [{ role: "paste" }],
    selectAll: [{ role: "selectAll" }],
    system: theme("system"),
    light: theme("light"),
    dark: theme("dark"),
    zoomIn: zoom("in", "CmdOrCtrl+Plus", "CmdOrCtrl+=", "CmdOrCtrl+numadd"),
    zoomOut: zoom("out", "CmdOrCtrl+-", "CmdOrCtrl+numsub"),
    resetZoom: zoom("reset", "CmdOrCtrl+0", "CmdOrCtrl+num0"),
    fullScreen: [{ role: "togglefullscreen" }],
    services: [{ role: "services" }],
    hide: [{ role: "hide" }],
    hideOthers: [{ role: "hideOthers" }],
    unhide: [{ role: "unhide" }],
    minimize: [{ role: "minimize" }],
    close: [{ role: "close" }],
    quit: [{ role: "quit", accelerator: "CmdOrCtrl+Q" }],
    checkForUpdates: [
      { enabled: actions.updates?.policy !== "never", click: () => actions.updates?.check() },
    ],
    updatesAsked: policy("asked"),
    updatesAtStart: policy("atStart"),
    updatesNever: policy("never"),
  };
}

/** The whole menu in one language. Each item's `id` is its name. */
export function menuTemplate(
  texts: MenuTexts,
  actions: MenuActions,
  isMac: boolean,
): MenuItemConstructorOptions[] {
  const own = ownItems(actions);
  // Menus on a Mac have no such letters.
  const heading = (menu: Heading) => (isMac ? texts.menus[menu].replace(/\(&\w\)|&/, "") : texts.menus[menu]);

  const commandItem = (command: Command): MenuItemConstructorOptions => ({
    id: command,
    label: texts.commands[command],
    ...(radios.includes(command) && { type: "radio" }),
    ...(checks.some((check) => check === command) && { type: "checkbox" }),
    ...(commandKeys[command][0] && {
      accelerator: commandKeys[command][0],
      // The page handles the key first, because in a text field undo must undo the typing.
      registerAccelerator: false,
    }),
    click: () => actions.choose(command),
  });
  const items = (entry: Entry): MenuItemConstructorOptions[] => {
    if (entry === "separator") return [{ type: "separator" }];
    if (entry === "recent") return [recentMenu(texts, actions)];
    if (typeof entry !== "string") return [submenu(entry)];
    if (isCommand(entry)) return [commandItem(entry)];
    return own[entry].map((options, index) => ({
      ...(index === 0 && { id: entry }),
      label: texts.items[entry],
      ...options,
    }));
  };
  const submenu = ({ menu, items: entries }: Submenu): MenuItemConstructorOptions => ({
    label: heading(menu),
    submenu: entries.flatMap(items),
  });

  const mac = (
    ["services", "separator", "hide", "hideOthers", "unhide", "separator", "quit"] as const
  ).flatMap(items);
  return [
    ...(isMac ? [{ label: "Dropout Lab", submenu: mac }] : []),
    ...layout(isMac, actions.updates !== null).map(submenu),
  ];
}

function recentMenu(texts: MenuTexts, actions: MenuActions): MenuItemConstructorOptions {
  const documents = actions.recent.map((path) => ({
    // An & would mark a letter.
    label: path.replace(/&/g, "&&"),
    click: () => actions.openRecent(path),
  }));
  const none = { label: texts.items.noRecent, enabled: false };
  const clear = { id: "clearRecent", label: texts.items.clearRecent, click: actions.clearRecent };
  return {
    id: "recent",
    label: texts.menus.recent,
    submenu: documents.length === 0 ? [none] : [...documents, { type: "separator" }, clear],
  };
}

function isCommand(name: Command | OwnItem): name is Command {
  return name in commandKeys;
}
