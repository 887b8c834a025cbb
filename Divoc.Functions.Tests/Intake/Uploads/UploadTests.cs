using System.Text.Json.Nodes;
using Divoc.Functions.Messaging;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Triggers;

namespace Divoc.Functions.Tests.Intake.Uploads;

public sealed class UploadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_row_of_a_file_gives_a_certificate()
    {
        await using var bench = new UploadBench();
        var answer = await bench.PostAsync(CsvFile.Of(CsvFile.Rows(3)));
        var id = answer.Text("ID")!;
        await bench.RunAsync();
        var upload = await bench.ShowAsync(id);

        Assert.Equal((200, "Processing", "events.csv"), (answer.Status, answer.Text("Status"), answer.Text("Filename")));
        Assert.Equal("""{"read":3,"queued":0,"issued":3,"duplicate":0,"failed":0,"refused":0,"kept":0}""", upload["rows"]!.ToJsonString());
        Assert.Equal(("Success", "0", "3"), ($"{upload["Status"]}", $"{upload["TotalErrorRows"]}", $"{upload["TotalRecords"]}"));
        Assert.NotNull(upload["finishedAt"]);
        Assert.Equal(3, bench.Queue(QueueNames.BulkCertificationEvents).Sent.Count);
        Assert.Empty((await bench.Store.ListAsync(ArtifactContainers.Registry, "upload-files/", 10, null, Token)).Names);
    }

    [Fact]
    public async Task An_invalid_row_is_reported_and_stops_no_other_row()
    {
        await using var bench = new UploadBench();
        var file = CsvFile.Of(
            CsvFile.Row("A-1", ("recipientName", ""), ("facilityName", "")),
            CsvFile.Row("A-2", ("vaccinationDate", "yesterday"), ("recipientMobileNumber", "+49 30 1")),
            CsvFile.Row("A-3", ("recipientName", "\"never closed")),
            CsvFile.Row("A-4"),
            CsvFile.Row("A-5", ("recipientDOB", ""), ("recipientName", "=1+1")));
        var id = (await bench.PostAsync(file)).Text("ID")!;
        await bench.RunAsync();
        var (upload, errors) = (await bench.ShowAsync(id), await bench.ErrorsAsync(id));
        var rows = errors["errorRows"]!.AsArray();

        Assert.Equal(
            ("Failed", "4", "5", "1"),
            ($"{upload["Status"]}", $"{upload["TotalErrorRows"]}", $"{upload["TotalRecords"]}", $"{upload["rows"]!["issued"]}"));
        Assert.Equal(["2", "3", "4", "6"], rows.Select(row => $"{row!["row"]}"));
        Assert.Equal("errors", errors["columns"]!.AsArray()[^1]!.ToString());
        Assert.Equal("Missing Fields : recipientName,facilityName", $"{rows[0]!["errors"]}");
        Assert.Equal(
            ("A-1", "Female", ""), ($"{rows[0]!["preEnrollmentCode"]}", $"{rows[0]!["recipientGender"]}", $"{rows[0]!["recipientName"]}"));
        Assert.Equal(
            ("vaccinationDate", "FORMAT", "'+49 30 1"),
            ($"{rows[1]!["problems"]![0]!["column"]}", $"{rows[1]!["problems"]![0]!["code"]}", $"{rows[1]!["recipientMobileNumber"]}"));
        Assert.Equal("ROW_MALFORMED", $"{rows[2]!["problems"]![0]!["code"]}");
        Assert.Equal(
            ("Both recipientAge and recipientDOB Fields are missing[at least one required]", "'=1+1"),
            ($"{rows[3]!["errors"]}", $"{rows[3]!["recipientName"]}"));
    }

    [Fact]
    public async Task The_same_file_gives_the_same_upload()
    {
        await using var bench = new UploadBench();
        var file = CsvFile.Of(CsvFile.Rows(2));
        var first = await bench.PostAsync(file);
        var beside = await bench.PostAsync(file, name: "copy.csv");
        await bench.RunAsync();
        var later = await bench.PostAsync(file);
        var list = await ListAsync(bench);

        Assert.Equal(first.Text("ID"), beside.Text("ID"));
        Assert.Equal((first.Text("ID"), "Success"), (later.Text("ID"), later.Text("Status")));
        Assert.Equal([first.Text("ID")], list.Select(upload => $"{upload!["ID"]}"));
        Assert.Equal(2, bench.Queue(QueueNames.BulkCertificationEvents).Sent.Count);
        Assert.Empty((await bench.Store.ListAsync(ArtifactContainers.Registry, "upload-files/", 10, null, Token)).Names);
    }

    [Fact]
    public async Task A_finished_file_can_be_run_again()
    {
        await using var bench = new UploadBench();
        var file = CsvFile.Of(
            CsvFile.Row("B-1"),
            CsvFile.Row(
                "B-2",
                ("vaccinationDate", "2026-01-16T00:00:00Z"),
                ("vaccinationEffectiveStart", "2026-01-16"),
                ("vaccinationEffectiveEnd", "2027-01-16")));
        var first = await bench.PostAsync(file);
        await bench.RunAsync();
        var before = await bench.ShowAsync(first.Text("ID")!);
        bench.Clock.Advance(TimeSpan.FromDays(3));
        var again = await bench.PostAsync(file, "?again=true");
        await bench.RunAsync();
        var after = await bench.ShowAsync(first.Text("ID")!);

        Assert.Equal("""{"read":2,"queued":0,"issued":1,"duplicate":0,"failed":0,"refused":1,"kept":1}""", before["rows"]!.ToJsonString());
        Assert.Equal((first.Text("ID"), "2", "Processing"), (again.Text("ID"), again.Text("run"), again.Text("Status")));
        Assert.Equal("""{"read":2,"queued":0,"issued":1,"duplicate":1,"failed":0,"refused":0,"kept":0}""", after["rows"]!.ToJsonString());
        Assert.Equal("Success", $"{after["Status"]}");
        Assert.Single(await ListAsync(bench));
    }

    [Fact]
    public async Task Uploads_are_listed_newest_first_and_by_type()
    {
        await using var bench = new UploadBench();
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add((await bench.PostAsync(CsvFile.Of(CsvFile.Row($"L-{number}")))).Text("ID")!);
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var test = await bench.PostTestsAsync($"{string.Join(',', CsvFile.TestColumns)}\n{CsvFile.Row(CsvFile.TestColumns, "T-1")}");
        await bench.RunAsync();
        var list = await ListAsync(bench);

        ids.Reverse();
        Assert.Equal(ids, list.Select(upload => $"{upload!["ID"]}"));
        Assert.Equal(
            404,
            (await PlainRequest.Get().AnswerAsync(request => bench.Functions.ShowUploadAsync(request, test.Text("ID")!, Token))).Status);
        var tests = await PlainRequest.Get().AnswerAsync(request => bench.Functions.ShowTestUploadsAsync(request, Token));
        Assert.Equal(("Success", 1), ($"{tests.Json[0]!["Status"]}", tests.Json.AsArray().Count));
    }

    [Fact]
    [Trait("Kind", "Slow")]
    public async Task A_file_with_many_chunks_is_processed_completely()
    {
        await using var bench = new UploadBench();
        var id = (await bench.PostAsync(CsvFile.Of(CsvFile.Rows(1_200)))).Text("ID")!;
        await bench.ReadAsync(id);
        var record = await bench.RecordAsync(id);

        Assert.Equal((true, 3, 0), (record.IsRead, record.Next.Chunk, record.Settled));
        Assert.Equal(1_200, bench.Queue(QueueNames.BulkCertificationEvents).Sent.Select(message => message.MessageId).Distinct().Count());
    }

    private static async Task<JsonArray> ListAsync(UploadBench bench)
    {
        return (await PlainRequest.Get().AnswerAsync(request => bench.Functions.ShowUploadsAsync(request, Token))).Json.AsArray();
    }
}
