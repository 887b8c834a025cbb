using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Skia;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>One line of each script, with what is hard in it: conjuncts, vowels that stand before or around their consonant, joining, ligatures, order.</summary>
internal static class ScriptSamples
{
    public static IReadOnlyDictionary<string, (string Text, Typeface[] Typefaces)> All { get; } = new Dictionary<string, (string Text, Typeface[] Typefaces)>
    {
        ["latin"] = ("Nguyễn Thị Ánh Đặng Ữ Peñaflorida Łódź", [Typeface.Sans]),
        ["greek"] = ("Ελένη Παπαδοπούλου Άγγελος", [Typeface.Sans]),
        ["cyrillic"] = ("Олександр Ґалаґан Ђорђе Ёлкин", [Typeface.Sans]),
        ["devanagari"] = ("श्रीवास्तव क्षत्रिय हिन्दी र्कि कुमार", [Typeface.Devanagari]),
        ["bengali"] = ("প্রিয়াঙ্কা চট্টোপাধ্যায় স্ত্রী", [Typeface.Bengali]),
        ["tamil"] = ("கிருஷ்ணமூர்த்தி ஸ்ரீநிவாசன் கொடௌ", [Typeface.Tamil]),
        ["telugu"] = ("వెంకటేశ్వర్లు కృష్ణ స్త్రీ క్షేమం", [Typeface.Telugu]),
        ["kannada"] = ("ಕೃಷ್ಣಮೂರ್ತಿ ಲಕ್ಷ್ಮೀ ಕರ್ನಾಟಕ", [Typeface.Kannada]),
        ["malayalam"] = ("കൃഷ്ണൻകുട്ടി ലക്ഷ്മി സ്ത്രീ", [Typeface.Malayalam]),
        ["gujarati"] = ("કૃષ્ણ શ્રી લક્ષ્મી ગુજરાત ર્કિ", [Typeface.Gujarati]),
        ["gurmukhi"] = ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ ਪੰਜਾਬੀ ਕਿੱਕਰ", [Typeface.Gurmukhi]),
        ["odia"] = ("କୃଷ୍ଣଚନ୍ଦ୍ର ପଟ୍ଟନାୟକ ଓଡ଼ିଶା", [Typeface.Oriya]),
        ["sinhala"] = ("ශ්‍රීමතී නදීෂා පෙරේරා ක්‍රිකට් ක්ෂ", [Typeface.Sinhala]),
        ["thai"] = ("สมชาย น้ำผึ้ง ที่อยู่ ปู่ กรุงเทพ", [Typeface.Thai]),
        ["arabic"] = ("مُحَمَّد عبد السلام لا پاکستان گجرات", [Typeface.Arabic]),
        ["arabic-and-latin"] = ("الجرعة 2 من 3 (Covishield) بتاريخ 09 Mar 2026", [Typeface.Sans, Typeface.Arabic]),
        ["latin-and-arabic"] = ("Dose 2 محمد (12) of شركة end", [Typeface.Sans, Typeface.Arabic]),
    };

    /// <summary>Both weights of a line on a page of their own.</summary>
    public static PageDrawing Draw(string text, FontLibrary fonts)
    {
        const float width = 420, size = 16, margin = 8;
        using var shaper = new TextShaper(fonts);
        var elements = new List<PageElement>();
        foreach (var weight in Enum.GetValues<FontWeight>())
        {
            var line = shaper.Shape(text, weight);
            var x = line.IsRightToLeft ? width - margin - (line.Width * size) : margin;
            elements.Add(new TextElement(line, size, new PageColor(0, 0, 0), x, margin + size + (elements.Count * 1.5f * size)));
        }

        return new PageDrawing(width, 3.5f * size, new DocumentProperties("Sample", "", "", "und", DateTimeOffset.UnixEpoch), [elements]);
    }
}
