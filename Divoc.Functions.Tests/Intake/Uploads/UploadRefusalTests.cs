using System.Text;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>What can be seen of a file as it arrives is refused at once, and nothing of it is kept.</summary>
public sealed class UploadRefusalTests : IAsyncDisposable
{
    private const int MostBytes = 3 * 1024 * 1024;

    private readonly UploadBench bench = new(services => services.Configure<UploadsOptions>(options => options.Bytes = MostBytes));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Files => new()
    {
        {
            CsvFile.Header.Replace("vaccinationDose,", "", StringComparison.Ordinal).Replace("facilityName,", "", StringComparison.Ordinal),
            "INVALID_TEMPLATE",
            "Missing Headers : vaccinationDose,facilityName"
        },
        {
            CsvFile.Header.Replace("recipientDOB,recipientAge,", "", StringComparison.Ordinal),
            "INVALID_TEMPLATE",
            "Missing Headers : recipientDOB,recipientAge"
        },
        {
            CsvFile.Header.Replace(',', ';'),
            "INVALID_TEMPLATE",
            "The first row is not a header. It must have the names of the columns in CSV with commas"
        },
        {
            $"{CsvFile.Header},recipientName",
            "INVALID_TEMPLATE",
            "The header has the column recipientName more than once: keep one of them."
        },
        { $"\"{CsvFile.Header}", "INVALID_TEMPLATE", "The first row is not a header" },
        { $"{CsvFile.Header}{new string(',', 300)}", "INVALID_TEMPLATE", "The first row is not a header" },
        { $"{CsvFile.Header},{new string('x', 200)}", "INVALID_TEMPLATE", "The first row is not a header" },
        { "", "INVALID_TEMPLATE", "Missing Headers : preEnrollmentCode," },
        { CsvFile.Of(), "EMPTY_FILE", "The file has no row" },
        { $"{CsvFile.Header}\r\n,,,,\r\n\r\n", "EMPTY_FILE", "The file has no row" },
        { CsvFile.Of(CsvFile.Row("A\0")), "NOT_UTF8", "The file is not UTF-8" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task An_unreadable_file_is_refused(string file, string code, string message)
    {
        await AssertRefusedAsync(CsvFile.Bytes(file), 400, code, message);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("iso-8859-1")]
    public async Task A_file_with_another_encoding_is_refused(string encoding)
    {
        var file = Encoding.GetEncoding(encoding).GetBytes(CsvFile.Of(CsvFile.Row("É-1")));

        await AssertRefusedAsync([.. Encoding.GetEncoding(encoding).Preamble, .. file], 400, "NOT_UTF8", "");
    }

    [Fact]
    public async Task An_invalid_byte_in_a_later_part_and_an_incomplete_character_at_the_end_are_detected()
    {
        var long1 = CsvFile.Bytes(CsvFile.Of(CsvFile.Rows(5_000)));

        Assert.True(long1.Length is > 1024 * 1024 and < MostBytes, $"The file has {long1.Length} bytes.");
        await AssertRefusedAsync([.. long1, 0xC3, 0x28, 0x0A], 400, "NOT_UTF8", "");
        await AssertRefusedAsync([.. long1, 0xC3], 400, "NOT_UTF8", "");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
    {
        await AssertRefusedAsync(CsvFile.Bytes(CsvFile.Of(CsvFile.Rows(15_000))), 413, "PAYLOAD_TOO_LARGE", "");
    }

    [Fact]
    public async Task A_call_without_a_form_or_a_file_is_refused()
    {
        var form = await UploadBench.FormAsync(CsvFile.Bytes(CsvFile.Of(CsvFile.Row("F-1"))), "", "f.csv");
        var (type, bytes) = (form.ContentType!, ((MemoryStream)form.Body).ToArray());
        var none = PlainRequest.Post(CsvFile.Header, ("Content-Type", "text/csv"));
        var other = PlainRequest.Post(
            Encoding.UTF8.GetString(bytes).Replace("name=file;", "name=fill;", StringComparison.Ordinal), ("Content-Type", type));
        var cutOff = PlainRequest.Post(bytes[..^100], ("Content-Type", type));
        var noGzip = PlainRequest.Post(bytes, ("Content-Type", type), ("Content-Encoding", "gzip"));

        Assert.Equal((415, "NOT_A_FORM"), (await none.AnswerAsync(Upload)).Outcome);
        Assert.Equal((400, "MISSING_FILE"), (await other.AnswerAsync(Upload)).Outcome);
        Assert.Equal((400, "MALFORMED_FORM"), (await cutOff.AnswerAsync(Upload)).Outcome);
        Assert.Equal((400, "MALFORMED_FORM"), (await noGzip.AnswerAsync(Upload)).Outcome);
        Assert.Empty(await LeftAsync());

        Task<Microsoft.AspNetCore.Http.IResult> Upload(Microsoft.AspNetCore.Http.HttpRequest request) =>
            bench.Functions.UploadVaccinationsAsync(request, Token);
    }

    [Fact]
    public async Task An_upload_above_the_limit_of_open_uploads_is_refused_until_one_is_finished()
    {
        for (var number = 0; number < UploadReceiver.MostOpen; number++)
        {
            Assert.Equal(200, (await bench.PostAsync(CsvFile.Of(CsvFile.Row($"MO-{number}")))).Status);
        }

        var more = await bench.PostAsync(CsvFile.Of(CsvFile.Row("MO-MORE")));
        var same = await bench.PostAsync(CsvFile.Of(CsvFile.Row("MO-0")));
        await bench.RunAsync();
        var later = await bench.PostAsync(CsvFile.Of(CsvFile.Row("MO-MORE")));

        Assert.Equal((429, "TOO_MANY_UPLOADS"), more.Outcome);
        Assert.Equal((200, 200), (same.Status, later.Status));
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    private async Task AssertRefusedAsync(byte[] file, int status, string code, string message)
    {
        var answer = await bench.PostAsync(file);

        Assert.Equal((status, code), answer.Outcome);
        Assert.StartsWith(message, answer.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await LeftAsync());
        Assert.Empty(bench.Steps.Sent);
    }

    private async Task<IReadOnlyList<string>> LeftAsync() =>
        (await bench.Store.ListAsync(ArtifactContainers.Registry, "upload", 10, null, Token)).Names;
}
