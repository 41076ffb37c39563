// What the camera says, in English.

import type { Browser } from "../../camera/advice";
import type { PictureRefusal } from "../../camera/picture";
import type { Trouble } from "../../camera/stream";

const parts = new Intl.PluralRules("en");

export const camera = {
  start: "Start the camera",
  startWhy: "The pictures stay in this browser. Nothing is recorded or sent.",
  starting: "Starting the camera",
  aim: "Hold the code inside the frame.",
  aimLabel: "Camera picture with a frame to aim at",
  torchOn: "Light on",
  torchOff: "Light off",
  zoom: "Zoom",
  other: "Other camera",
  leave: "Close the camera",
  again: "Try the camera again",
  progress: (received: number, expected: number) =>
    `${received} of ${expected} ${parts.select(expected) === "one" ? "part" : "parts"}`,
  progressHint: "The code changes. Keep it inside the frame until all parts are read.",
  otherWays: "No camera? Paste the text, or use a picture",
  pasteLabel: "Text of the code",
  pasteHint: "Paste what was sent to you or copied from the other screen.",
  pasteGo: "Read this text",
  pasteEmpty: "Paste or type the text first.",
  pictureLabel: "Choose a picture",
  pictureHint: "PNG, JPEG or WebP, up to 10 MB. You can also drop it here or paste it. It stays in this browser.",
  pictureReading: "Reading the picture",
  pictureNoCode: "No code was found in this picture. Try one that is sharper, straighter or larger.",
  pictureUnreadable: "This file cannot be opened as a picture. It may be damaged. Nothing was stored.",
  pictureRefused: {
    picture_too_large: "This picture is larger than 10 MB. Use a smaller one, or crop it to the code.",
    picture_type: "This file is no PNG, JPEG or WebP picture. Take a screenshot of the code and use that.",
  } satisfies Record<PictureRefusal, string>,
  troubleTitle: {
    denied: "This page may not use the camera",
    missing: "No camera was found",
    busy: "Another program uses the camera",
    insecure: "The camera needs a secure address",
    lost: "The camera was disconnected",
  } satisfies Record<Trouble, string>,
  trouble: {
    missing: "Connect a camera and try again, or paste the text or use a picture.",
    busy: "Close other programs and tabs that use the camera, then try again.",
    insecure: "Browsers give the camera only to pages with https in their address. Ask who runs this site, or paste the text or use a picture.",
    lost: "Connect it again: it starts by itself. You can also paste the text or use a picture.",
  } satisfies Record<Exclude<Trouble, "denied">, string>,
  allow: {
    ios: "On this device: tap the page button beside the address, then Website Settings, then Camera, then Allow. If Camera is missing there, open Settings, Apps, your browser, and switch Camera on.",
    firefox: "In Firefox: press the crossed-out camera at the left of the address, remove the block, and try again.",
    safari: "In Safari: open the menu Safari, Settings for This Website, and set Camera to Allow.",
    chromium: "In this browser: press the button at the left of the address, then Site settings or Permissions, and set Camera to Allow.",
  } satisfies Record<Browser, string>,
};
