"""Courses and class types as a faculty offers them; an empty English name is as frequent as in life."""

# Code, Polish name, English name.
COURSES = (
    ("MAT-AM1>Z", "Analiza matematyczna I", "Mathematical Analysis I"),
    ("INF-BD>W1", "Bazy danych", "Databases"),
    ("INF-PSI>W2", "Podstawy sztucznej inteligencji", ""),
    ("FIL-ETY", "Etyka zawodowa", "Professional Ethics"),
    ("INF-SEM-LIC", "Seminarium licencjackie", "BA Seminar"),
    ("MAT-ALG>L", "Algebra liniowa z geometrią", "Linear Algebra with Geometry"),
    ("MAT-LOG", "Wstęp do logiki i teorii mnogości", "Introduction to Logic and Set Theory"),
    ("MAT-DYS", "Matematyka dyskretna", "Discrete Mathematics"),
    ("MAT-PRA", "Rachunek prawdopodobieństwa", "Probability Theory"),
    ("MAT-STA", "Statystyka matematyczna", ""),
    ("MAT-NUM", "Metody numeryczne", "Numerical Methods"),
    ("INF-ASD", "Algorytmy i struktury danych", "Algorithms and Data Structures"),
    ("INF-PO", "Programowanie obiektowe", "Object-Oriented Programming"),
    ("INF-SO", "Systemy operacyjne", "Operating Systems"),
    ("INF-SK", "Sieci komputerowe", "Computer Networks"),
    ("INF-IO", "Inżynieria oprogramowania", "Software Engineering"),
    ("INF-GK", "Grafika komputerowa", ""),
    ("INF-KRY", "Kryptografia", "Cryptography"),
    ("INF-HCI", "Projektowanie interfejsów użytkownika", "User Interface Design"),
    ("FIZ-MEC", "Mechanika klasyczna", "Classical Mechanics"),
    ("FIZ-PRA", "Pracownia fizyczna I", "Physics Laboratory I"),
    ("FIZ-TER", "Termodynamika", "Thermodynamics"),
    ("CHE-ORG", "Chemia organiczna", "Organic Chemistry"),
    ("CHE-ANA", "Chemia analityczna", ""),
    ("BIO-GEN", "Genetyka", "Genetics"),
    ("BIO-EKO", "Ekologia i ochrona środowiska", "Ecology and Nature Conservation"),
    ("GEO-GIS", "Systemy informacji geograficznej", "Geographic Information Systems"),
    ("EKO-MIK", "Mikroekonomia", "Microeconomics"),
    ("EKO-MAK", "Makroekonomia", "Macroeconomics"),
    ("EKO-RACH", "Rachunkowość finansowa", "Financial Accounting"),
    ("ZAR-POD", "Podstawy zarządzania", ""),
    ("ZAR-MAR", "Badania marketingowe", "Marketing Research"),
    ("PRA-CYW", "Prawo cywilne – część ogólna", "Civil Law: General Part"),
    ("PRA-KON", "Prawo konstytucyjne", "Constitutional Law"),
    ("PRA-RZY", "Prawo rzymskie", "Roman Law"),
    ("PSY-POZ", "Psychologia poznawcza", "Cognitive Psychology"),
    ("PSY-ROZ", "Psychologia rozwojowa", "Developmental Psychology"),
    ("PED-DYD", "Dydaktyka ogólna", ""),
    ("SOC-WST", "Wstęp do socjologii", "Introduction to Sociology"),
    ("SOC-MET", "Metody badań społecznych", "Social Research Methods"),
    ("HIS-SRE", "Historia średniowieczna Polski", "Medieval History of Poland"),
    ("HIS-ZRO", "Źródłoznawstwo", ""),
    ("FPL-GRA", "Gramatyka opisowa języka polskiego", "Descriptive Grammar of Polish"),
    ("FPL-LIT", "Literatura staropolska", "Old Polish Literature"),
    ("FAN-FON", "Fonetyka języka angielskiego", "English Phonetics"),
    ("FAN-TLU", "Przekład specjalistyczny", "Specialised Translation"),
    ("LEK-ANG", "Lektorat języka angielskiego B2", "English Language Course B2"),
    ("FIL-HIS", "Historia filozofii nowożytnej", "History of Modern Philosophy"),
    ("KUL-WST", "Wstęp do kulturoznawstwa", "Introduction to Cultural Studies"),
    ("MED-ANA", "Anatomia prawidłowa człowieka", "Human Anatomy"),
)

CLASS_TYPES = (
    ("CW", "ćwiczenia", "class"),
    ("WYK", "wykład", "lecture"),
    ("LAB", "laboratorium", "laboratory"),
    ("KON", "konwersatorium", ""),
    ("SEM", "seminarium", "seminar"),
    ("PRO", "proseminarium", "proseminar"),
)

_ROOMS = (("Wydział Matematyki", "A1-33"), ("Aula", "Aula Ś"), ("Budynek D", "2.14"), ("Collegium Maius", "017"))


def room(index: int) -> tuple[str, str]:
    """The building and the number of the room that no group has but the one with this index."""
    return _ROOMS[index] if index < len(_ROOMS) else ("Collegium Maius", str(100 + index))
