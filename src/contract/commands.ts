/**
 * The commands that a person can give the window, by menu or key. The menu, the page's shortcuts, the hints on
 * buttons and the overview of shortcuts all come from this list. Keys are written like Electron's accelerators; the
 * interface shows the first one, and the others work too.
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
  inside: ["CmdOrCtrl+4"],
  setup: ["CmdOrCtrl+B"],
  code: ["CmdOrCtrl+J"],
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
