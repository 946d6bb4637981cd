export type KnowledgeStatus = 'active' | 'review' | 'rejected';
export type KnowledgeSource = 'manual' | 'import' | 'auto' | 'operator_correction';

export const categories = ['delivery', 'refund', 'exchange', 'product', 'appointment', 'information', 'instruction', 'other'] as const;
export type Category = (typeof categories)[number];

/** Lengths the server enforces too. */
export const minQuestionCharacters = 10;
export const minAnswerCharacters = 20;
export const maxQuestionCharacters = 500;
export const maxAnswerCharacters = 4000;

export interface KnowledgeItem {
  item_id: string;
  question: string;
  variants?: string[];
  answer: string;
  category: string;
  language: string;
  source: KnowledgeSource;
  status: KnowledgeStatus;
  quality_score?: number;
  call_id?: string;
  updated_at: string;
  changed_by?: string;
}

export interface KnowledgeHit {
  item_id: string;
  question: string;
  answer: string;
  category: string;
  language: string;
  score: number;
}
