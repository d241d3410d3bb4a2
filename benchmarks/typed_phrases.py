"""How many phrases that a newcomer types are translated right, to the letter.

python benchmarks/typed_phrases.py --run FOLDER [--language fr] [-- --epochs 3 ...]

Translates 40 phrases with a run of `keras-seq run translation` on its embedded sample, and holds
the answers against those written here by hand, not by the maker of the sample. Where the folder
holds no run, one is trained into it, with the options behind `--`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import keras_seq

#: English, and what is right in French and in German: any of the answers with | between.
DATES = [
    ("March 5, 2024", "5 mars 2024", "5. März 2024"),
    ("5 March 2024", "5 mars 2024", "5. März 2024"),
    ("Tuesday, March 5", "mardi 5 mars", "Dienstag, 5. März"),
    ("Tuesday, March 5, 2024", "mardi 5 mars 2024", "Dienstag, 5. März 2024"),
    ("July 14, 1789", "14 juillet 1789", "14. Juli 1789"),
    ("December 25", "25 décembre", "25. Dezember"),
    ("Monday", "lundi", "Montag"),
    ("August 2019", "août 2019", "August 2019"),
    ("3/5/2024", "05/03/2024", "05.03.2024|5.3.2024"),
    ("Feb 29, 2024", "29 févr. 2024|29 février 2024", "29. Feb. 2024|29. Februar 2024"),
    ("October 31st, 2022", "31 octobre 2022", "31. Oktober 2022"),
    ("May 8, 1945", "8 mai 1945", "8. Mai 1945"),
    ("Sunday, November 10, 2030", "dimanche 10 novembre 2030", "Sonntag, 10. November 2030"),
    ("january 15, 2025", "15 janvier 2025", "15. Januar 2025"),
    ("June 6 1944", "6 juin 1944", "6. Juni 1944"),
    ("April 12, 2026 at 3:30 PM", "12 avril 2026, 15:30|12 avril 2026 à 15:30",
     "12. April 2026, 15:30|12. April 2026 um 15:30 Uhr"),
    ("Friday, September 13", "vendredi 13 septembre", "Freitag, 13. September"),
    ("3:30 PM", "15:30", "15:30|15:30 Uhr"),
    ("9:05 AM", "09:05|9:05", "09:05|9:05"),
    ("February", "février", "Februar"),
]  # fmt: skip
QUANTITIES = [
    ("3 hours ago", "il y a 3 heures", "vor 3 Stunden"),
    ("in 2 days", "dans 2 jours", "in 2 Tagen"),
    ("1 year ago", "il y a 1 an|il y a un an", "vor 1 Jahr|vor einem Jahr"),
    ("in 10 minutes", "dans 10 minutes", "in 10 Minuten"),
    ("6 months ago", "il y a 6 mois", "vor 6 Monaten"),
    ("2 weeks", "2 semaines", "2 Wochen"),
    ("1 hour and 20 minutes", "1 heure et 20 minutes", "1 Stunde und 20 Minuten"),
    ("12 kilometers", "12 kilomètres", "12 Kilometer"),
    ("5 kg", "5 kg", "5 kg"),
    ("2.5 liters", "2,5 litres", "2,5 Liter"),
    ("100 meters", "100 mètres", "100 Meter"),
    ("60 miles per hour", "60 miles par heure|60 miles à l'heure", "60 Meilen pro Stunde"),
    ("20°C", "20 °C", "20 °C"),
    ("$12.50", "12,50 $US|12,50 $", "12,50 $"),
    ("€1,299.99", "1 299,99 €", "1.299,99 €"),
    ("30 euros", "30 euros", "30 Euro"),
    ("15%", "15 %", "15 %"),
    ("1,500,000", "1 500 000", "1.500.000"),
    ("250 grams", "250 grammes", "250 Gramm"),
    ("75 square meters", "75 mètres carrés", "75 Quadratmeter"),
]


def main() -> None:
    """Read the command line, translate, print what is wrong and the shares that are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True, help="folder of the run")
    parser.add_argument("--language", choices=("fr", "de"), default="fr")
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()
    if not Path(arguments.run).exists():
        subprocess.run(
            [sys.executable, "-m", "keras_seq", "run", "translation", "--output-dir",
             arguments.run, "--target", arguments.language, *arguments.options], check=True,
        )  # fmt: skip
    run = keras_seq.load(arguments.run)
    column = {"fr": 1, "de": 2}[arguments.language]
    for name, phrases in (("dates", DATES), ("quantities", QUANTITIES)):
        answers = [answer["translation"] for answer in run.predict([row[0] for row in phrases])]
        wrong = [(row[0], answer, row[column]) for row, answer in zip(phrases, answers, strict=True)
                 if answer not in row[column].split("|")]  # fmt: skip
        for source, answer, expected in wrong:
            print(f"{source:28} {answer}   (right: {expected})")
        print(f"{name}: {len(phrases) - len(wrong)} of {len(phrases)} right")


if __name__ == "__main__":
    main()
