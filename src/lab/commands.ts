/**
 * What a person can ask of the window, from its menu or by a key: the one list that the menu, the page's shortcuts, the
 * hints on buttons and the overview of shortcuts are made of. Keys are written as Electron writes accelerators; the
 * first one is shown, the others work as well.
 */
export const commandKeys = {
  new: ["CmdOrCtrl+N"],
  open: ["CmdOrCtrl+O"],
  save: ["CmdOrCtrl+S"],
  saveAs: ["CmdOrCtrl+Shift+S"],
  importResult: ["CmdOrCtrl+I"],
  exportHtml: ["CmdOrCtrl+E"],
  exportCsv: [],
  exportJson: [],
  exportTensorboard: [],
  exportFolder: [],
  undo: ["CmdOrCtrl+Z"],
  redo: ["CmdOrCtrl+Shift+Z", "CmdOrCtrl+Y"],
  run: ["CmdOrCtrl+Enter"],
  pause: ["CmdOrCtrl+P"],
  resume: ["CmdOrCtrl+Shift+P"],
  stop: ["CmdOrCtrl+."],
  resumeMissing: [],
  lab: ["CmdOrCtrl+1"],
  compare: ["CmdOrCtrl+2"],
  history: ["CmdOrCtrl+3"],
  setup: ["CmdOrCtrl+B"],
  present: ["F5"],
  english: [],
  korean: [],
  shortcuts: ["F1", "CmdOrCtrl+/"],
  diagnostics: [],
  licences: [],
  about: [],
} as const satisfies Record<string, readonly string[]>;

export type Command = keyof typeof commandKeys;
export const commandNames = Object.keys(commandKeys) as [Command, ...Command[]];
