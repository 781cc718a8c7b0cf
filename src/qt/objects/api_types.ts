/**
 * Reads the types of arguments and results from their codes: `tools/bindgen/emit_tables.ts` lists these.
 *
 * @module
 */

import type { ApiType } from "./api_type.ts";
import { LETTERS } from "./basic_types.ts";
import {
  listType,
  mapType,
  optionalType,
  orNull,
  pairType,
  setType,
} from "./container_types.ts";
import { objectType } from "./object_types.ts";
import { enumType, flagsType, geometryType, plainType } from "./plain_types.ts";

/** Reads types from their codes. */
class TypeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): ApiType[] {
    const types: ApiType[] = [];
    while (this.#at < this.#text.length) types.push(this.#next());
    return types;
  }

  #next(): ApiType {
    const letter = this.#text[this.#at++]!;
    switch (letter) {
      case "e":
        return enumType(this.#name());
      case "f":
        return flagsType(this.#name());
      case "w":
      case "g": {
        const name = this.#name();
        const type = letter === "g" ? geometryType(name) : plainType(name);
        return this.#signs() === "" ? type : orNull(type);
      }
      case "r":
      case "o": {
        const name = this.#name();
        return objectType(name, letter === "o", this.#signs());
      }
      case "[":
        return listType(this.#next());
      case "%":
        return setType(this.#next());
      case "{":
        return mapType(this.#next(), this.#next(), false);
      case "|":
        return mapType(this.#next(), this.#next(), true);
      case "&":
        return pairType(this.#next(), this.#next());
      case "~":
        return optionalType(this.#next());
      default:
        return LETTERS[letter]!;
    }
  }

  #name(): string {
    const end = this.#text.indexOf(";", this.#at);
    const name = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return name;
  }

  #signs(): string {
    const start = this.#at;
    while ("?!^<+".includes(this.#text[this.#at] ?? " ")) this.#at++;
    return this.#text.slice(start, this.#at);
  }
}

/** Reads the types of a list of parameters or results. */
export function readTypes(codes: string): ApiType[] {
  return new TypeReader(codes).all();
}
