"""speech_recognition: sound in, words out."""
