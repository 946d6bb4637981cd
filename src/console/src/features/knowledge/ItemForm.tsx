import { useState, type FormEvent } from 'react';
import { languageName, spokenTags, useLanguage, useText } from '@/shared/i18n/language';
import { problemText } from '@/shared/i18n/problemText';
import { categories, type KnowledgeItem } from '@/shared/records/knowledge';
import { Button } from '@/shared/ui/Button';
import { Select, TextArea } from '@/shared/ui/Field';
import { Notice } from '@/shared/ui/Notice';
import { DeleteButton } from './DeleteButton';
import { useSave } from './knowledge';
import { answerRange, faultsOf, questionRange, type Faults } from './validate';

interface Props {
  item?: KnowledgeItem;
  etag?: string;
  onClose: () => void;
}

export function ItemForm({ item, etag, onClose }: Props) {
  const t = useText();
  const spoken = useLanguage((state) => state.language);
  const [question, setQuestion] = useState(item?.question ?? '');
  const [variants, setVariants] = useState((item?.variants ?? []).join('\n'));
  const [answer, setAnswer] = useState(item?.answer ?? '');
  const [category, setCategory] = useState(item?.category ?? 'other');
  const [language, setLanguage] = useState(item?.language ?? spokenTags[spoken]);
  const [faults, setFaults] = useState<Faults>({});
  const save = useSave();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf({ question, answer });
    setFaults(found);
    if (found.question || found.answer) return;
    const wordings = variants.split('\n').map((line) => line.trim()).filter(Boolean);
    const fields = { question: question.trim(), variants: wordings, answer: answer.trim(), category, language: language === item?.language ? undefined : language };
    save.mutate({ itemId: item?.item_id, fields, etag }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <TextArea label={t('knowledge.question')} data-testid="knowledge-question" rows={2} error={faults.question && t(faults.question, questionRange)} value={question} onChange={(e) => setQuestion(e.target.value)} />
      <TextArea label={t('knowledge.variants')} rows={2} value={variants} onChange={(e) => setVariants(e.target.value)} />
      <TextArea label={t('knowledge.answer')} data-testid="knowledge-answer" rows={4} error={faults.answer && t(faults.answer, answerRange)} value={answer} onChange={(e) => setAnswer(e.target.value)} />
      <div className="grid grid-cols-2 gap-4">
        <Select label={t('knowledge.category')} value={category} onChange={(e) => setCategory(e.target.value)}>
          {categories.map((choice) => <option key={choice} value={choice}>{t(`category.${choice}`)}</option>)}
        </Select>
        <Select label={t('knowledge.language')} value={language} onChange={(e) => setLanguage(e.target.value)}>
          {[...new Set([...Object.values(spokenTags), language])].map((tag) => <option key={tag} value={tag}>{languageName(t, tag)}</option>)}
        </Select>
      </div>
      {save.error && <Notice tone="red">{problemText(t, save.error)}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary" data-testid="knowledge-save" disabled={save.isPending}>{t('app.save')}</Button>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        {item && <span className="ml-auto"><DeleteButton itemId={item.item_id} onDeleted={onClose} /></span>}
      </div>
    </form>
  );
}
