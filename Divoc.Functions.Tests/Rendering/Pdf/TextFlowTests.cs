using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Tests.Rendering.Pdf;

public sealed class TextFlowTests
{
    [Theory]
    [InlineData("กรุงเทพมหานครประเทศไทย", "กรุง|เทพมหานครประ|เทศ|ไทย")]
    [InlineData("แม่น้ำ โขง", "แม่น้ำ| |โขง")]
    [InlineData("สะอาดๆนะครับ", "สะ|อาดๆ|นะ|ครับ")]
    [InlineData("ສະບາຍດີເຜິ້ງ", "ສະ|ບາຍດີ|ເຜິ້ງ")]
    [InlineData("အောင်ဆန်းသင်္ဘော", "အောင်|ဆန်း|သင်္ဘော")]
    [InlineData("བཀྲ་ཤིས།", "བཀྲ་|ཤིས།")]
    [InlineData("አበበ፡በቂላ", "አበበ፡|በቂላ")]
    [InlineData("Anna-Maria/Eva LOT-4471/B 2021-05-18", "Anna-|Maria/|Eva| |LOT-4471/B| |2021-05-18")]
    [InlineData("one two", "one| |two")]
    [InlineData("zero\u200Bwidth", "zero\u200B|width")]
    public void Text_can_break_at_spaces_and_at_visible_syllable_ends(string text, string expected)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Max(start + (text[start] == ' ' ? 1 : 0), LineBreaks.EndOfPiece(text, start));
            pieces.Add(text[start..end]);
            start = end;
        }

        Assert.Equal(expected, string.Join('|', pieces));
    }

    [Theory]
    [InlineData("क्षि", "क्षि")]
    [InlineData("कमल", "क|म|ल")]
    [InlineData("ක්‍රි", "ක්‍රි")]
    [InlineData("ស្រី", "ស្រី")]
    [InlineData("เกม", "เก|ม")]
    [InlineData("é e\u0301x", "é| |e\u0301|x")]
    public void A_break_within_a_word_never_separates_combined_characters(string text, string expected)
    {
        var places = LineBreaks.WithinPiece(text);

        Assert.Equal(expected, string.Join('|', places.Prepend(0).Zip(places.Append(text.Length), (start, end) => text[start..end])));
    }

    [Theory]
    [InlineData("กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยามหาดิลกภพนพรัตนราชธานีบูรีรมย์")]
    [InlineData("श्रीमतीलक्ष्मीबाईक्षत्रियश्रीवास्तवराजेन्द्रप्रसाद")]
    [InlineData("عبدالرحمنمحمدالسلامعبدالعزيزالحسينيالبغدادي")]
    [InlineData("الجرعة الثانية من ثلاث جرعات (Covishield 12) بتاريخ اليوم")]
    [InlineData("නිකුත් කළ ආයතනයේ පොදු යතුර ඇති සත්‍යාපන යෙදුමකින් QR කේතය ස්කෑන් කරන්න")]
    [InlineData("ព្រះករុណាព្រះបាទសម្តេចព្រះនរោត្តមសីហនុព្រះមហាវីរក្សត្រ")]
    [InlineData("\U00010400\U00010401\U00010402\U00010403\U00010404\U00010405")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    [InlineData("Z\u1B34\u1B36\u1B37\u1B38\u1B39\u034F\u1B3A\u1B3C\u1B34\u1B36\u1B37\u1B38\u1B39\u1B3A\u1B3CZ")]
    [InlineData("Z\u1B34\u1B36\u1B37\u1B38 Z\u1B34\u1B36\u1B37\u1B38")]
    public void No_line_exceeds_the_requested_width_and_no_text_is_lost(string text)
    {
        using var shaper = new TextShaper(Renderers.Fonts);

        var lines = new TextFlow(shaper).Break(text, FontWeight.Regular, 8, int.MaxValue);

        Assert.True(lines.Count > 1);
        Assert.All(lines, line => Assert.InRange(line.Width, 0, 8.05f));
        Assert.Equal(
            text.Replace(" ", "", StringComparison.Ordinal),
            string.Concat(lines.Select(line => line.Text)).Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A", '\u0301')]
    [InlineData("b", '\u0323')]
    [InlineData("ก", '\u0E49')]
    [InlineData("م", '\u064B')]
    public void Any_number_of_combining_marks_stays_within_the_line(string letter, char mark)
    {
        using var shaper = new TextShaper(Renderers.Fonts);

        var run = Assert.Single(shaper.Shape(letter + new string(mark, 300), FontWeight.Bold).Runs);

        Assert.All(
            run.Positions.ToArray(),
            position => Assert.True(position.X is > -1 and < 2 && position.Y is > -0.7f and < 0.7f, $"A mark stands at {position}."));
        Assert.Contains(run.Positions.ToArray(), position => position.Y != 0);
    }

    [Fact]
    public void A_line_of_a_right_to_left_paragraph_has_the_direction_of_the_paragraph()
    {
        using var shaper = new TextShaper(Renderers.Fonts);

        var lines = new TextFlow(shaper).Break("محمد عبد السلام (12) Omar Khayyam", FontWeight.Regular, 7, int.MaxValue);

        Assert.All(lines, line => Assert.True(line.IsRightToLeft));
        Assert.Contains(
            lines,
            line => line.Text.StartsWith("Omar", StringComparison.Ordinal) || line.Text.StartsWith("(12)", StringComparison.Ordinal));
    }
}
