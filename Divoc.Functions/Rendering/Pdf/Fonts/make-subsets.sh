#!/usr/bin/env bash
# Makes the static subsets in this folder again, from the fonts of the Debian package fonts-noto-core with pyftsubset of the package fonttools.
set -euo pipefail
cd "$(dirname "$0")"
source=${1:-/usr/share/fonts/truetype/noto}

subset() { # family, code points, further options
  local family=$1 codes=$2 weight
  shift 2
  for weight in Regular Bold; do
    pyftsubset "$source/$family-$weight.ttf" --unicodes="$codes" --no-hinting --notdef-outline --name-IDs='0,1,2,3,4,5,6,13,14' \
      --output-file="$family-$weight.ttf" "$@"
  done
}

# Latin with all diacritics, Greek, Cyrillic, and the punctuation that names and addresses need.
subset NotoSans "U+0020-007E,U+00A0-017F,U+018F,U+0192,U+01A0-01A1,U+01AF-01B0,U+01CD-01DC,U+01E6-01E7,U+01EA-01EB,U+0218-021B,U+0237,U+0259,U+02BB-02BC,U+02C6-02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,U+0331,U+0386,U+0388-038A,U+038C,U+038E-03A1,U+03A3-03CE,U+0400-045F,U+0490-0493,U+049A-049B,U+04A2-04A3,U+04AE-04B1,U+04BA-04BB,U+04D8-04D9,U+04E8-04E9,U+1E80-1E85,U+1E9E,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2116,U+2122,U+2212,U+FFFD" \
  --layout-features='kern,liga,mark,mkmk,ccmp,locl'

# The others keep every layout feature that pyftsubset keeps by itself: all that HarfBuzz needs to shape the script. Each has blanks, the joiners (invisible,
# and needed by GlyphList too) and the dotted circle that carries a mark without its letter; dandas are in all Indic ones.
shared="U+0020,U+00A0,U+200C-200D,U+25CC"
subset NotoSansArabic "$shared,U+0600-06FF,U+0750-077F"
subset NotoSansBengali "$shared,U+0964-0965,U+0980-09FF"
subset NotoSansDevanagari "$shared,U+0900-097F,U+1CD0-1CFF"
subset NotoSansGujarati "$shared,U+0964-0965,U+0A80-0AFF"
subset NotoSansGurmukhi "$shared,U+0964-0965,U+0A00-0A7F"
subset NotoSansKannada "$shared,U+0964-0965,U+0C80-0CFF"
subset NotoSansMalayalam "$shared,U+0964-0965,U+0D00-0D7F"
subset NotoSansOriya "$shared,U+0964-0965,U+0B00-0B7F"
subset NotoSansSinhala "$shared,U+0964-0965,U+0D80-0DFF"
subset NotoSansTamil "$shared,U+0964-0965,U+0B80-0BFF"
subset NotoSansTelugu "$shared,U+0964-0965,U+0C00-0C7F"
subset NotoSansThai "$shared,U+0E00-0E7F"
