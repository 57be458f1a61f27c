// What jsfive asks of pako, from a library a tenth of its size.
import { unzlibSync } from "fflate";

export const inflate = (bytes) => unzlibSync(bytes).slice();
