import { type CardElement, childrenOf } from './card-json.ts';
import { plainWords } from './markdown-text.ts';

/**
 * The spoken name of every control of a card. An input may carry its own label; the other controls have none in the
 * card's JSON, so they are named after the text just above them, as a reader would, then after their placeholder.
 */
export function labelControls(elements: CardElement[]): Map<CardElement, string> {
  const labels = new Map<CardElement, string>();
  let above = '';
  const visit = (element: CardElement): void => {
    if (element.tag === 'markdown') above = firstLine(element.content) || above;
    else if (element.tag === 'div') above = firstLine(element.text?.content ?? '') || above;
    else if (element.tag === 'hr') above = '';
    else if (element.tag === 'checker')
      labels.set(element, firstLine(element.text?.content ?? '') || element.name || '');
    else if ('placeholder' in element || 'name' in element || element.tag === 'input') {
      if (!unlabelled.includes(element.tag)) {
        const own = element.tag === 'input' ? plainWords(element.label?.content ?? '') : '';
        const spoken = own || above || ('placeholder' in element && element.placeholder?.content) || '';
        labels.set(element, spoken || ('name' in element && element.name) || '');
        above = '';
      }
    }
    for (const child of childrenOf(element)) visit(child);
  };
  for (const element of elements) visit(element);
  return labels;
}

/** Named, but not named after the text above them: a form has no words of its own, the others carry them. */
const unlabelled = ['form', 'button', 'interactive_container', 'overflow'];

function firstLine(text: string): string {
  return plainWords(text).split('\n')[0]!.trim();
}
