using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>
/// What is wrong with DIVOC's uploads (specification 01, section 9, defects a to e) is right here, and what can go wrong on the way is
/// survived.
/// </summary>
public sealed class UploadDefectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_without_programmes_is_accepted_unless_the_setting_requires_programmes()
    {
        await using var plain = new UploadBench();
        await using var strict = new UploadBench(services => services.Configure<IntakeOptions>(options => options.RequireProgramId = true));
        string[] columns = [.. CsvFile.VaccinationColumns, "programId", "recipientCity", "recipientCountry", "facilityCountry"];
        var file = $"{string.Join(',', columns)}\n"
            + $"{CsvFile.Row(columns, "PR-1", ("programId", "eea"), ("recipientCity", "Mysuru"), ("facilityCountry", "IND"))}\n"
            + $"{CsvFile.Row(columns, "PR-2")}";

        var first = await RunAsync(plain, CsvFile.Of(CsvFile.Row("PR-0")));
        var second = await RunAsync(strict, file);

        Assert.Equal("Success", $"{first["Status"]}");
        Assert.Equal(("Failed", "1", "1"), ($"{second["Status"]}", $"{second["rows"]!["issued"]}", $"{second["rows"]!["refused"]}"));
        var problem = (await strict.ErrorsAsync($"{second["ID"]}"))["errorRows"]![0]!["problems"]![0]!;
        Assert.Equal(("programId", "PROGRAM_ID_REQUIRED"), ($"{problem["column"]}", $"{problem["code"]}"));
        var sent = CertificationEventJson.Parse(Assert.Single(strict.Queue(QueueNames.BulkCertificationEvents).Sent).Body)!;
        Assert.Equal(
            ("eea", "Mysuru", "IND"),
            (
                sent.Key.Programme, $"{sent.Event.Data.GetProperty("recipient").GetProperty("address").GetProperty("city")}",
                $"{sent.Event.Data.GetProperty("facility").GetProperty("address").GetProperty("country")}"));
    }

    [Fact]
    public async Task A_duplicate_row_is_reported_as_duplicate_and_does_not_keep_the_upload_in_process()
    {
        await using var bench = new UploadBench();
        await RunAsync(bench, CsvFile.Of(CsvFile.Row("D-1")));
        var upload = await RunAsync(
            bench,
            CsvFile.Of(
                CsvFile.Row("D-1", ("recipientName", "Another Name")), CsvFile.Row("D-2"), CsvFile.Row("D-2", ("vaccinationDose", "1.0"))));

        Assert.Equal("Success", $"{upload["Status"]}");
        Assert.Equal("""{"read":3,"queued":0,"issued":1,"duplicate":2,"failed":0,"refused":0,"kept":0}""", upload["rows"]!.ToJsonString());
    }

    [Fact]
    public async Task A_row_whose_event_failed_shows_the_reason_and_shows_issued_after_a_replay()
    {
        await using var bench = new UploadBench();
        var id = (await bench.PostAsync(CsvFile.Of(CsvFile.Row("FA-1"), CsvFile.Row("FA-2")))).Text("ID")!;
        await bench.ReadAsync(id);
        var failed = CertificationEventJson.Parse(bench.Queue(QueueNames.BulkCertificationEvents).Sent[1].Body)!;
        var failures = bench.Issuing.Get<FailureRegistry>();
        await failures.RecordAsync(
            FailureRecord.Of(failed, "QR_TOO_LARGE", "The credential does not fit into a QR code.", 1, bench.Clock.GetUtcNow()), Token);
        var live = await bench.ShowAsync(id);
        while (await bench.DeliverStepAsync())
        {
        }

        var early = (await bench.ErrorsAsync(id))["errorRows"]!.AsArray();
        await bench.Issuing.Get<FailureRegistry>().RemoveAsync(failed.CertificateId, Token);
        await bench.DeliverEventsAsync();
        await failures.RecordAsync(FailureRecord.Of(failed, "QR_TOO_LARGE", "It is not looked at.", 1, bench.Clock.GetUtcNow()), Token);
        await bench.RunAsync();
        var after = await bench.ShowAsync(id);

        Assert.Equal("""{"read":2,"queued":1,"issued":0,"duplicate":0,"failed":1,"refused":0,"kept":0}""", live["rows"]!.ToJsonString());
        Assert.Equal(
            ("FA-2", "The credential does not fit into a QR code.", "3"),
            ($"{early[0]!["preEnrollmentCode"]}", $"{early[0]!["errors"]}", $"{early[0]!["row"]}"));
        Assert.Equal("QR_TOO_LARGE", $"{early[0]!["problems"]![0]!["code"]}");
        Assert.Equal(("Success", "2"), ($"{after["Status"]}", $"{after["rows"]!["issued"]}"));
    }

    [Fact]
    public async Task Events_counted_as_failed_are_checked_again()
    {
        await using var bench = new UploadBench();
        var id = (await bench.PostAsync(CsvFile.Of(CsvFile.Row("FB-1")))).Text("ID")!;
        await bench.ReadAsync(id);
        var failed = CertificationEventJson.Parse(bench.Queue(QueueNames.BulkCertificationEvents).Sent[0].Body)!;
        await bench.Issuing.Get<FailureRegistry>()
            .RecordAsync(FailureRecord.Of(failed, "TOO_MANY_ATTEMPTS", "It failed ten times.", 10, bench.Clock.GetUtcNow()), Token);
        for (var waits = 0; (await bench.RecordAsync(id)).FinishedAt is null && waits < 20; waits++)
        {
            await bench.DeliverStepAsync();
            bench.Clock.Advance(TimeSpan.FromSeconds(60));
        }

        var before = await bench.ShowAsync(id);
        await bench.Issuing.Get<FailureRegistry>().RemoveAsync(failed.CertificateId, Token);
        await bench.RunAsync();
        var after = await bench.ShowAsync(id);

        Assert.Equal(("Failed", "1"), ($"{before["Status"]}", $"{before["TotalErrorRows"]}"));
        Assert.Equal(("Success", "1"), ($"{after["Status"]}", $"{after["rows"]!["issued"]}"));
        Assert.Empty((await bench.ErrorsAsync(id))["errorRows"]!.AsArray());
    }

    [Fact]
    public async Task The_upload_call_only_stores_the_file()
    {
        await using var bench = new UploadBench();
        var answer = await bench.PostAsync(CsvFile.Of(CsvFile.Rows(3)));

        Assert.Equal(("Processing", 0), (answer.Text("Status"), bench.Queue(QueueNames.BulkCertificationEvents).Sent.Count));
        Assert.Equal(
            """{"read":0,"queued":0,"issued":0,"duplicate":0,"failed":0,"refused":0,"kept":0}""", answer.Json["rows"]!.ToJsonString());
        Assert.Single(bench.Steps.Sent);
    }

    [Fact]
    public async Task Files_of_both_types_can_be_processed_at_the_same_time()
    {
        await using var bench = new UploadBench();
        var vaccinations = await bench.PostAsync(CsvFile.Of(CsvFile.Row("BO-1")));
        var tests = await bench.PostTestsAsync(
            $"{string.Join(',', CsvFile.TestColumns)}\n{CsvFile.Row(CsvFile.TestColumns, "BO-1")}\n"
            + $"{CsvFile.Row(CsvFile.TestColumns, "BO-2", ("result", "negative"))}");
        await bench.RunAsync();
        var shown = (await PlainRequest.Get()
            .AnswerAsync(request => bench.Functions.ShowTestUploadAsync(request, tests.Text("ID")!, Token))).Json;
        var errors = (await PlainRequest.Get()
            .AnswerAsync(request => bench.Functions.ShowTestErrorsAsync(request, tests.Text("ID")!, Token))).Json;

        Assert.Equal("Success", $"{(await bench.ShowAsync(vaccinations.Text("ID")!))["Status"]}");
        Assert.Equal(("Failed", "1"), ($"{shown["Status"]}", $"{shown["rows"]!["issued"]}"));
        Assert.Equal(
            ("result", "ENUM"),
            ($"{errors["errorRows"]![0]!["problems"]![0]!["column"]}", $"{errors["errorRows"]![0]!["problems"]![0]!["code"]}"));
    }

    [Fact]
    [Trait("Kind", "Slow")]
    public async Task The_event_limit_of_a_partner_delays_an_upload_chunk_but_refuses_no_row()
    {
        await using var bench = new UploadBench(
            services => services.Configure<IntakeOptions>(options => options.EventsPerTenMinutes = IntakeLimits.Elements));
        var began = bench.Clock.GetUtcNow();
        var id = (await bench.PostAsync(CsvFile.Of(CsvFile.Rows(1_100, "Q")))).Text("ID")!;
        await bench.ReadAsync(id);
        var record = await bench.RecordAsync(id);

        Assert.Equal((1_100, 1_100, 0), (record.Counts.Read, record.Counts.Accepted, record.Counts.Refused));
        Assert.InRange(bench.Clock.GetUtcNow() - began, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(12));
    }

    [Fact]
    public async Task A_row_that_is_refused_only_at_acceptance_gets_an_error()
    {
        await using var bench = new UploadBench();
        var id = (await bench.PostAsync(CsvFile.Of(CsvFile.Row("RE-1"), CsvFile.Row("RE-2", ("vaccinationDose", "0"))))).Text("ID")!;
        var upload = await bench.RecordAsync(id);

        // As if the rules had been others when it was decided.
        var decided = new UploadChunk
        {
            Start = upload.Next, End = new UploadCursor(1, upload.File.Bytes, 4), IsLast = true, Rows = [2, 3], Read = 2, Refused = 0,
            Errors = [],
        };
        Assert.True(await bench.Issuing.Get<UploadRegistry>().TryWriteAsync(upload, decided, null, Token));
        await bench.RunAsync();

        Assert.Equal(
            """{"read":2,"queued":0,"issued":1,"duplicate":0,"failed":0,"refused":1,"kept":1}""",
            (await bench.ShowAsync(id))["rows"]!.ToJsonString());
        var row = (await bench.ErrorsAsync(id))["errorRows"]![0]!;
        Assert.Equal(("3", "MINIMUM", "RE-2"), ($"{row["row"]}", $"{row["problems"]![0]!["code"]}", $"{row["preEnrollmentCode"]}"));
    }

    [Fact]
    public async Task An_Idempotency_Key_already_used_by_another_call_does_not_stop_an_upload()
    {
        await using var bench = new UploadBench();
        var id = (await bench.PostAsync(CsvFile.Of(CsvFile.Row("KE-1")))).Text("ID")!;
        var other = new IdempotencyRecord(RandomId.New(), new string('0', 64), bench.Clock.GetUtcNow().AddDays(1));
        await bench.Issuing.Get<IdempotencyRegistry>().ClaimAsync(IdempotencyRegistry.NameOf("", "uploads", $"{id}-1-0-0"), other, Token);
        await bench.RunAsync();

        Assert.Equal("Success", $"{(await bench.ShowAsync(id))["Status"]}");
    }

    [Fact]
    public async Task An_upload_whose_file_is_missing_fails_and_can_be_run_again()
    {
        await using var bench = new UploadBench();
        var file = CsvFile.Of(CsvFile.Row("GO-1"));
        var id = (await bench.PostAsync(file)).Text("ID")!;
        var record = await bench.RecordAsync(id);
        await bench.Issuing.Get<UploadFiles>().DeleteAsync(record.File.FileId, record.File.Parts, Token);
        await bench.RunAsync();
        var given = await bench.ShowAsync(id);
        var again = await bench.PostAsync(file, "?again=true");
        await bench.RunAsync();

        Assert.Equal(("Failed", "FILE_GONE"), ($"{given["Status"]}", $"{given["reason"]}"));
        Assert.Equal("FILE_GONE", Assert.Single(bench.Steps.DeadLetters).DeadLetterReason);
        Assert.Equal("2", again.Text("run"));
        Assert.Equal("Success", $"{(await bench.ShowAsync(id))["Status"]}");
    }

    [Fact]
    public async Task Partners_cannot_see_the_uploads_of_other_partners()
    {
        await using var bench = new UploadBench();
        var (north, south) = (Caller.OfPartner("north", CallerScope.Own), Caller.OfPartner("south", CallerScope.Own));
        var type = bench.Issuing.Get<CertificateTypes>().Current.Find("vaccination")!;
        var receiver = bench.Issuing.Get<UploadReceiver>();
        var file = CsvFile.Bytes(CsvFile.Of(CsvFile.Row("OW-1")));
        var ofNorth = Assert.IsType<UploadOutcome.Received>(
            await receiver.ReceiveAsync(new UploadCall(new MemoryStream(file), "n.csv", type, type.Shapes[0], north, false), Token)).Upload;
        var ofSouth = Assert.IsType<UploadOutcome.Received>(
            await receiver.ReceiveAsync(new UploadCall(new MemoryStream(file), "s.csv", type, type.Shapes[0], south, false), Token)).Upload;
        await bench.RunAsync();
        var lister = bench.Issuing.Get<UploadLister>();

        Assert.NotEqual(ofNorth.UploadId, ofSouth.UploadId);
        Assert.Equal([ofNorth.UploadId], (await lister.ListAsync(north, type.Name, Token)).Select(upload => upload.UploadId));
        Assert.Null(await lister.FindAsync(ofNorth.UploadId, type.Name, south, Token));
        Assert.Null(await lister.FindErrorsAsync(ofNorth.UploadId, type, 0, south, Token));
        Assert.Equal(1, (await lister.FindAsync(ofSouth.UploadId, type.Name, south, Token))!.Counts.Duplicate);
        Assert.Equal("north", bench.Queue(QueueNames.BulkCertificationEvents).Sent[0].Sender);
    }

    [Fact]
    public async Task Refused_rows_can_be_downloaded_as_a_CSV_file_without_active_formulas_and_uploaded_again()
    {
        await using var bench = new UploadBench();
        var id = (await bench.PostAsync(
            CsvFile.Of(CsvFile.Row("CS-1", ("recipientName", "\"=HYPERLINK(\"\"x\"\"), said\""), ("vaccinationDose", "0")))))
            .Text("ID")!;
        await bench.RunAsync();
        var answer = await PlainRequest.Get("?format=csv").AnswerAsync(request => bench.Functions.ShowErrorsAsync(request, id, Token));
        var text = System.Text.Encoding.UTF8.GetString(answer.Body);
        var second = await RunAsync(bench, text.Replace(",0,", ",1,", StringComparison.Ordinal));

        Assert.StartsWith("text/csv", answer.ContentType, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"x\"\"), said\"", text, StringComparison.Ordinal);
        Assert.Equal("Success", $"{second["Status"]}");
        var sent = CertificationEventJson.Parse(Assert.Single(bench.Queue(QueueNames.BulkCertificationEvents).Sent).Body)!;
        Assert.Equal("=HYPERLINK(\"x\"), said", $"{sent.Event.Data.GetProperty("recipient").GetProperty("name")}");
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> RunAsync(UploadBench bench, string file)
    {
        var answer = await bench.PostAsync(file);
        Assert.True(answer.Status == 200, System.Text.Encoding.UTF8.GetString(answer.Body));
        await bench.RunAsync();
        return await bench.ShowAsync(answer.Text("ID")!);
    }
}
