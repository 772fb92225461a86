import { DOMParser, type Element } from '@xmldom/xmldom';

/** An element: its name without a prefix, its own text, its child elements. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Elements inside one another beyond this are not read. */
const MAX_DEPTH = 32;

/**
 * An XML text's root element; undefined where it is none or is not well formed. A document type is
 * refused: with it an entity could stand for anything.
 */
export function parseXml(text: string): XmlElement | undefined {
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  try {
    const parser = new DOMParser({
      locator: false,
      onError(level, message) {
        if (level !== 'warning') throw new SyntaxError(message);
      },
    });
    const root = parser.parseFromString(text, 'text/xml').documentElement;
    return root === null ? undefined : elementOf(root, 0);
  } catch {
    return undefined;
  }
}

function elementOf(element: Element, depth: number): XmlElement {
  const children: XmlElement[] = [];
  let text = '';
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE)
      text += node.nodeValue ?? '';
    else if (node.nodeType === node.ELEMENT_NODE && depth < MAX_DEPTH)
      children.push(elementOf(node as Element, depth + 1));
  }
  return { name: element.localName ?? element.nodeName, text: text.trim(), children };
}
