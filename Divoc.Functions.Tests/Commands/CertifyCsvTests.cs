using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Intake.Uploads;

namespace Divoc.Functions.Tests.Commands;

/// <summary>
/// The command certify with CSV files: each row has a line in summary.csv, and what is wrong with one stops no other one.
/// </summary>
[Trait("Kind", "Slow")]
public sealed class CertifyCsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_row_has_a_line_in_the_summary_and_invalid_rows_do_not_stop_the_others()
    {
        await WriteAsync(CsvFile.Of(
            CsvFile.Row("CSV-1"),
            CsvFile.Row("=CSV-2", ("recipientName", ""), ("vaccinationDate", "yesterday")),
            $"\"CSV-3{CsvFile.Row("")}",
            "CSV-4,too few",
            CsvFile.Row("CSV-1"),
            CsvFile.Row("CSV-5")));

        var (code, output, _) = await CertifyAsync("--data", folder.PathOf("data"));
        var lines = await SummaryAsync();

        Assert.Equal((1, $"Rows: 6. With a certificate: 3. Wrote {folder.PathOf("out")}."), (code, output.Trim()));
        Assert.Equal("row,preEnrollmentCode,certificateId,status,reason,detail", lines[0]);
        Assert.Equal(["2", "3", "4", "5", "6", "7"], lines.Skip(1).Select(line => line.Split(',')[0]));
        Assert.StartsWith("3,'=CSV-2,,REFUSED,", lines[2], StringComparison.Ordinal);
        Assert.Contains("recipientName: recipient.name is required.", lines[2], StringComparison.Ordinal);
        Assert.Contains("vaccinationDate: ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("4,,,REFUSED,ROW_MALFORMED,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("5,CSV-4,,REFUSED,COLUMN_COUNT,", lines[4], StringComparison.Ordinal);
        var (first, repeated, last) = (lines[1].Split(','), lines[5].Split(','), lines[6].Split(','));
        Assert.Equal(("CSV-1", "ISSUED", "DUPLICATE", first[2]), (first[1], first[3], repeated[3], repeated[2]));
        Assert.Equal(("CSV-5", "ISSUED"), (last[1], last[3]));
        Assert.Equal(new[] { first[2], last[2] }.Order(StringComparer.Ordinal), Folders());
        Assert.All(
            Folders(),
            id => Assert.Equal(
                ["certificate.pdf", "credential.json", "qr.png"],
                Directory.GetFiles(folder.PathOf($"out/{id}")).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        var before = await File.ReadAllBytesAsync(folder.PathOf("out/summary.csv"), Token);

        // Again they are the same calls, and the same certificates.
        Assert.Equal(1, (await CertifyAsync("--data", folder.PathOf("data"))).Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.PathOf("out/summary.csv"), Token));
    }

    [Fact]
    public async Task Rows_of_several_calls_keep_their_numbers()
    {
        await WriteAsync(CsvFile.Of(
            [.. Enumerable.Range(2, 250).Select(row => CsvFile.Row($"ROW-{row}", ("recipientName", ""))), CsvFile.Row("ROW-252")]));

        var (code, output, _) = await CertifyAsync();
        var lines = await SummaryAsync();

        Assert.Equal((1, true), (code, output.StartsWith("Rows: 251. With a certificate: 1.", StringComparison.Ordinal)));
        Assert.Equal(
            Enumerable.Range(2, 251).Select(row => $"{row},ROW-{row},"),
            lines.Skip(1).Select(line => string.Concat(line.Split(',').Take(2).Select(cell => $"{cell},"))));
        Assert.EndsWith(",ISSUED,,", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines.SkipLast(1).Skip(1), line => !line.Contains(",REFUSED,REQUIRED,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("test", "v1")]
    [InlineData("vaccination", "v3")]
    public async Task Any_type_and_shape_is_certified_by_its_columns_and_ignored_columns_are_reported(string type, string shape)
    {
        string[] columns = [.. type == "test" ? CsvFile.TestColumns : CsvFile.VaccinationColumns, "remark"];
        await WriteAsync($"\uFEFF{string.Join(',', columns)}\n{CsvFile.Row(columns, "T-1")}\n");

        var (code, _, errors) = await CertifyAsync("--type", type, "--shape", shape);

        Assert.Equal(0, code);
        Assert.Contains("Columns that are ignored: remark.", errors, StringComparison.Ordinal);
        Assert.Single(Folders());
        Assert.EndsWith(",ISSUED,,", (await SummaryAsync())[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The first row is no header|Missing Headers", "vaccination", null)]
    [InlineData("preEnrollmentCode\r\nX", "Missing Headers : recipientName,", "vaccination", null)]
    [InlineData("HEADER\r\n,,\r\n", "has no row below its header", "vaccination", null)]
    [InlineData("HEADER\r\n\0", "is not a text in UTF-8", "vaccination", null)]
    [InlineData("HEADER\r\nX", "There is no certificate type smallpox.", "smallpox", null)]
    [InlineData("HEADER\r\nX", "has no shape v9: it has v1, ", "vaccination", "v9")]
    public async Task A_file_that_cannot_be_read_is_reported_in_one_line_and_nothing_is_written(
        string text, string told, string type, string? shape)
    {
        await WriteAsync(text.Replace("HEADER", CsvFile.Header, StringComparison.Ordinal));

        var (code, _, errors) = await CertifyAsync(["--type", type, .. shape is null ? Array.Empty<string>() : ["--shape", shape]]);

        Assert.Equal(1, code);
        Assert.Contains(told.Split('|'), text => errors.Contains(text, StringComparison.Ordinal));
        Assert.Single(errors.Trim().Split('\n'));
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(folder.PathOf("events.csv"), text, Token);

    private Task<string[]> SummaryAsync() => File.ReadAllLinesAsync(folder.PathOf("out/summary.csv"), Token);

    private IEnumerable<string?> Folders() =>
        Directory.GetDirectories(folder.PathOf("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task<(int Code, string Output, string Errors)> CertifyAsync(params string[] options)
    {
        await using var command = ProgramProcess.Launch(
            folder.PathOf("unused"), ["certify", folder.PathOf("events.csv"), "--out", folder.PathOf("out"), .. options]);
        return (await command.WaitForExitAsync(), command.StandardOutput, command.StandardError);
    }
}
