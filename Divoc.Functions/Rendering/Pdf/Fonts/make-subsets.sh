#!/usr/bin/env bash
# Makes the static subsets in this folder again, from the fonts of the Debian package fonts-noto-core with pyftsubset of the package fonttools.
set -euo pipefail
cd "$(dirname "$0")"
source=${1:-/usr/share/fonts/truetype/noto}

subset() { # family, name of the subset, code points, further options
  local family=$1 name=$2 codes=$3 weight
  shift 3
  for weight in $weights; do
    pyftsubset "$source/$family-$weight.ttf" --unicodes="$codes" --no-hinting --notdef-outline --name-IDs='0,1,2,3,4,5,6,13,14' \
      --output-file="$name-$weight.ttf" "$@"
  done
}

weights="Regular Bold"

# Latin, Greek, Cyrillic, and the punctuation that names and addresses need.
subset NotoSans NotoSans "U+0020-007E,U+00A0-017F,U+018F,U+0192,U+01A0-01A1,U+01AF-01B0,U+01CD-01DC,U+01E6-01E7,U+01EA-01EB,U+0218-021B,U+0237,U+0259,U+02BB-02BC,U+02C6-02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,U+0331,U+0386,U+0388-038A,U+038C,U+038E-03A1,U+03A3-03CE,U+0400-045F,U+0490-0493,U+049A-049B,U+04A2-04A3,U+04AE-04B1,U+04BA-04BB,U+04D8-04D9,U+04E8-04E9,U+1E80-1E85,U+1E9E,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2116,U+2122,U+2212,U+FFFD" \
  --layout-features='kern,liga,mark,mkmk,ccmp,locl'

# All that Noto Sans has of them. It is a font of its own, for lines that need more than the one above, since each PDF holds tables as long as its fonts have
# glyphs.
subset NotoSans NotoSansExtended "U+0020-007E,U+00A0-20FF,U+2100-A7FF,U+AB30-AB6B,U+FB00-FB06,U+FE00,U+FE20-FE2F,U+FFFC-FFFD" \
  --layout-features='kern,liga,mark,mkmk,ccmp,locl'

# The others keep every layout feature that pyftsubset keeps by itself: all that HarfBuzz needs to shape the script. Each has blanks, the joiners (invisible,
# and needed by GlyphList too) and the dotted circle that carries a mark without its letter; dandas are in all Indic ones.
shared="U+0020,U+00A0,U+200C-200D,U+25CC"
script() { # family, code points
  subset "$1" "$1" "$shared,$2"
}

script NotoSansArabic "U+034F,U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FDFF,U+FE70-FEFE"
script NotoSansArmenian "U+0308,U+0530-058F,U+FB13-FB17"
script NotoSansBengali "U+0964-0965,U+0980-09FF"
script NotoSansDevanagari "U+0900-097F,U+1CD0-1CFF"
script NotoSansEthiopic "U+0308,U+030E,U+1200-139F,U+2D80-2DDF,U+AB00-AB2F"
script NotoSansGeorgian "U+0301-0302,U+0304,U+0308,U+10A0-10FF,U+1C90-1CBF,U+2D00-2D2F"
script NotoSansGujarati "U+0964-0965,U+0A80-0AFF"
script NotoSansGurmukhi "U+0964-0965,U+0A00-0A7F"
script NotoSansHebrew "U+0590-05FF,U+FB1D-FB4F"
script NotoSansKannada "U+0964-0965,U+0C80-0CFF"
script NotoSansKhmer "U+1780-17FF,U+19E0-19FF"
script NotoSansLao "U+0E80-0EFF"
script NotoSansMalayalam "U+0964-0965,U+0D00-0D7F"
script NotoSansMeeteiMayek "U+AAE0-AAFF,U+ABC0-ABFF"
script NotoSansMyanmar "U+1000-109F,U+A9E0-A9FF,U+AA60-AA7F"
script NotoSansOlChiki "U+1C50-1C7F"
script NotoSansOriya "U+0964-0965,U+0B00-0B7F"
script NotoSansSinhala "U+0964-0965,U+0D80-0DFF"
script NotoSansTamil "U+0964-0965,U+0B80-0BFF"
script NotoSansTelugu "U+0964-0965,U+0C00-0C7F"
script NotoSansThaana "U+060C,U+061B,U+061F,U+0660-066C,U+0780-07BF,U+FDF2,U+FDFD"
script NotoSansThai "U+0E00-0E7F"
script NotoSerifTibetan "U+0F00-0FFF"

# It has one weight.
weights="Regular"
script NotoSansNKo "U+060C,U+061B,U+061F,U+066A,U+07C0-07FF"
