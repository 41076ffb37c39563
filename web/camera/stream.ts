// Opening the right camera, and what it can do.

/** Why no camera is open. */
export type Trouble = "denied" | "missing" | "busy" | "insecure" | "lost";

export interface ZoomRange {
  min: number;
  max: number;
  step: number;
  value: number;
}

interface Extras {
  torch?: boolean;
  zoom?: { min: number; max: number; step: number };
}

const chosenKey = "domicile.camera";

/** openCamera opens the camera chosen last, or else the rear one. It rejects with what getUserMedia rejects with; see troubleOf. */
export async function openCamera(choice = localStorage.getItem(chosenKey)): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("no secure context", "SecurityError");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const which = choice ? { deviceId: { ideal: choice } } : { facingMode: { ideal: "environment" } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...which } });
  remember(stream);
  return stream;
}

/** A phone with several rear cameras must not come back with another one each time. */
function remember(stream: MediaStream): void {
  const id = stream.getVideoTracks()[0]?.getSettings().deviceId;
  if (id) localStorage.setItem(chosenKey, id);
}

/** otherCamera names the camera after the open one, where the device has more than one. */
export async function otherCamera(stream: MediaStream): Promise<string | undefined> {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
  if (cameras.length < 2) return undefined;
  const open = stream.getVideoTracks()[0]?.getSettings().deviceId;
  const at = cameras.findIndex((camera) => camera.deviceId === open);
  return cameras[(at + 1) % cameras.length]?.deviceId;
}

/** stopStream ends every track, so that the camera's light goes out. */
export function stopStream(stream: MediaStream | undefined): void {
  stream?.getTracks().forEach((track) => track.stop());
}

/** troubleOf sorts the errors of getUserMedia by what the person can do about them. */
export function troubleOf(error: unknown): Trouble {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
      return "denied";
    case "SecurityError":
      return "insecure";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "missing";
  }
}

/** cameraAllowed tells whether opening the camera would ask nobody anything. */
export async function cameraAllowed(): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: "camera" as PermissionName });
    return status.state === "granted";
  } catch {
    return false; // Firefox before 131 knows no such permission
  }
}

function track(stream: MediaStream): MediaStreamTrack | undefined {
  return stream.getVideoTracks()[0];
}

function extras(stream: MediaStream): Extras {
  return (track(stream)?.getCapabilities?.() ?? {}) as Extras;
}

export function hasTorch(stream: MediaStream): boolean {
  return extras(stream).torch === true;
}

export function zoomRange(stream: MediaStream): ZoomRange | undefined {
  const range = extras(stream).zoom;
  if (!range || range.max <= range.min) return undefined;
  const value = (track(stream)?.getSettings() as { zoom?: number }).zoom ?? range.min;
  return { ...range, step: range.step || 0.1, value };
}

/** setExtra switches the torch or sets the zoom; devices that promise and refuse are left as they are. */
export async function setExtra(stream: MediaStream, extra: { torch?: boolean; zoom?: number }): Promise<void> {
  await track(stream)
    ?.applyConstraints({ advanced: [extra as MediaTrackConstraintSet] })
    .catch(() => undefined);
}
