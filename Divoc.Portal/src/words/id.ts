import type { Words } from '.';
import { words as english } from './en';

export const words: Words = { ...english, language: 'id', direction: 'ltr' };
