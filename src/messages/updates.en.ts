/** The lab's texts about newer versions, in dialogs of the system. */
export const updatesEn = {
  newest: "Dropout Lab {version} is the newest version.",
  found: "Dropout Lab {version} is available. You have {current}.",
  download:
    "Download {size} MB from {host}? The lab verifies the file and asks again before it installs anything.",
  elsewhere: "This copy cannot update itself. Get the new version where you got this one, or at {address}",
  downloaded: "Dropout Lab {version} has been downloaded and verified.",
  install:
    "Installing closes the lab and opens the new version. Training is interrupted now, and you can resume it there.",
  ok: "OK",
  later: "Not now",
  downloadNow: "Download",
  installNow: "Install and restart",
} as const;
