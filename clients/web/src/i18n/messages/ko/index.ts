import type { Messages } from "../en";
import { ballot } from "./ballot";
import { member } from "./member";
import { outcome } from "./outcome";
import { people } from "./people";
import { reading } from "./reading";
import { setup } from "./setup";
import { shell } from "./shell";

export const messages: Messages = {
  ...shell,
  ...setup,
  ...reading,
  ...people,
  ...member,
  ...ballot,
  ...outcome,
};
