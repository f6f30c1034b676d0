/** What the lab says and asks about newer versions, in boxes of the system. */
export const updatesEn = {
  newest: "Dropout Lab {version} is the newest version.",
  found: "Dropout Lab {version} is available. You have {current}.",
  download:
    "It is {size} MB from {host}. It is checked before anything is installed, and nothing is installed without asking.",
  elsewhere: "This copy cannot replace itself. Get the new version where this one came from, or at {address}",
  downloaded: "Dropout Lab {version} is downloaded and checked.",
  install:
    "Installing closes the lab and opens the new version. What trains now is interrupted, and can be resumed there.",
  ok: "OK",
  later: "Not now",
  downloadNow: "Download",
  installNow: "Install and restart",
} as const;
