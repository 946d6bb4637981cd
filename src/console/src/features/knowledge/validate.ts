import type { TextKey } from '@/shared/i18n/en';
import { maxAnswerCharacters, maxQuestionCharacters, minAnswerCharacters, minQuestionCharacters } from '@/shared/records/knowledge';
import type { ItemFields } from './api/saveItem';

export const questionRange = { min: minQuestionCharacters, max: maxQuestionCharacters };
export const answerRange = { min: minAnswerCharacters, max: maxAnswerCharacters };

export interface Faults {
  question?: TextKey;
  answer?: TextKey;
}

const within = (text: string, { min, max }: { min: number; max: number }): boolean => text.trim().length >= min && text.trim().length <= max;

/** What keeps the item from being saved; the server checks the same. */
export const faultsOf = (fields: Pick<ItemFields, 'question' | 'answer'>): Faults => ({
  question: within(fields.question, questionRange) ? undefined : 'knowledge.questionLength',
  answer: within(fields.answer, answerRange) ? undefined : 'knowledge.answerLength',
});
