import { readSetting, writeSetting } from "../screen/setting";

// The wallet's few settings. None says anything about its holder.

const keys = { haip: "domicile.high-assurance" };

/** Whether verifiers are held to the High Assurance Interoperability Profile. */
export function highAssurance(): boolean {
  return readSetting(keys.haip) === "on";
}

export function chooseHighAssurance(on: boolean): void {
  writeSetting(keys.haip, on ? "on" : "off");
}
