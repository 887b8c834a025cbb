using System.Text;
using CsCheck;
using Divoc.Functions.Intake.Uploads;

namespace Divoc.Functions.Tests.Intake.Uploads;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("1,2\r\n3,4\n5,6\r7,8", "5:1|2 6:3|4 7:5|6 8:7|8")]
    [InlineData("1,2\r\n\r\n,\r\n\"\",\r\n3,4\r\n", "5:1|2 9:3|4")]
    [InlineData("\"a,b\",\"c\"\"d\"\n\"x\ny\",z\n1,2", "5:a,b|c\"d 6:x\ny|z 7:1|2")]
    [InlineData(" 1 ,é\n", "5: 1 |é")]
    public void Row_numbers_are_those_that_a_spreadsheet_shows(string file, string expected)
    {
        Assert.Equal(expected, Shown(Read(file)));
    }

    [Theory]
    [InlineData("1,\"2\n3,4\n5,6", "5:ROW_MALFORMED 6:3|4 7:5|6")]
    [InlineData("1,\"2", "5:ROW_MALFORMED")]
    [InlineData("1,a\"b\r\n3,4", "5:ROW_MALFORMED 6:3|4")]
    [InlineData("\"a\"b,2\r3,4", "5:ROW_MALFORMED 6:3|4")]
    [InlineData("1,\"2\n\"3\",\"4\"\n5,6", "5:ROW_MALFORMED 6:3|4 7:5|6")]
    [InlineData("1\n1,2,3\n1,2", "5:COLUMN_COUNT 6:COLUMN_COUNT 7:1|2")]
    public void An_unreadable_row_loses_only_its_own_line(string file, string expected)
    {
        Assert.Equal(expected, Shown(Read(file)));
    }

    [Fact]
    public void A_row_that_is_too_long_is_skipped()
    {
        var file =
            $"1,2\n3,{new string('x', CsvRows.MostRowBytes)}\n5,\"{string.Concat(Enumerable.Repeat("y\n", CsvRows.MostRowBytes))}\"\n";
        var read = Read(file);

        Assert.Equal(["1", "ROW_TOO_LARGE", "ROW_TOO_LARGE"], read.Rows.Take(3).Select(row => row.Error?.Code ?? row.Cells[0]));
        Assert.All(read.Rows.Skip(3), row => Assert.NotNull(row.Error));
    }

    [Fact]
    public void A_chunk_has_at_most_500_rows_and_no_row_that_begins_after_its_byte_limit()
    {
        var many = Read(string.Concat(Enumerable.Repeat("1,2\n", 501)));
        var wide = Read(string.Concat(Enumerable.Repeat($"1,{new string('x', 100_000)}\n", 20)));

        Assert.Equal((CsvRows.MostRows, CsvRows.MostRows * 4), (many.Rows.Count, many.Length));
        Assert.InRange(wide.Length, CsvRows.MostBytes, CsvRows.PieceBytes);
        Assert.Equal(11, wide.Rows.Count);
    }

    /// <summary>Whatever the bytes are, the chunks make up the file, and each row lies in one of them alone.</summary>
    [Fact]
    public void The_chunks_together_give_the_same_rows_as_the_whole_file()
    {
        Gen.OneOf([.. ((string[])["1", "a", ",", "\"", "\n", "\r", "\r\n", "é", " ", "\"\""]).Select(Gen.Const)]).Array[0, 60]
            .Sample(texts =>
            {
                // The first chunk ends among the drawn rows.
                const int Before = CsvRows.MostRows - 2;
                var drawn = Encoding.UTF8.GetBytes(string.Concat(texts));
                byte[] file = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a,b\n", Before))), .. drawn];
                var first = CsvRows.Read(file, 2, 2);
                var second = CsvRows.Read(file.AsMemory(first.Length), first.NextRow, 2);
                var alone = CsvRows.Read(drawn, 2 + Before, 2);
                if (first.Length + second.Length != file.Length || alone.Length != drawn.Length)
                {
                    throw new InvalidOperationException(
                        $"{first.Length} and {second.Length} of {file.Length} bytes were read, {alone.Length} of {drawn.Length}.");
                }

                return Shown([.. first.Rows.Skip(Before), .. second.Rows]) == Shown(alone.Rows);
            });
    }

    private static CsvPiece Read(string file) => CsvRows.Read(Encoding.UTF8.GetBytes(file), 5, 2);

    private static string Shown(CsvPiece read) => Shown(read.Rows);

    private static string Shown(IReadOnlyList<CsvRow> rows) =>
        string.Join(' ', rows.Select(row => $"{row.Number}:{row.Error?.Code ?? string.Join('|', row.Cells)}"));
}
