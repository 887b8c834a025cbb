using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Divoc.Functions.Tests.Hosting;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// What a partner system is answered about a certificate after it was issued: updates, changes of state, and fetching afterwards.
/// </summary>
[Trait("Kind", "Slow")]
public class AfterIssuingTests : IAsyncLifetime
{
    private const string Certify = "/divoc/api/v1/certify";
    private const string UpdatePath = "/divoc/api/v1/certificate";
    private const string RevokedPath = "/divoc/api/v1/certificate/revoked";
    private static readonly string[] Parts = ["", "/credential.json", "/qr.png", "/qr.svg", "/certificate.pdf"];

    private TestHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PartnerSystem Partner => new(host.Client);

    public async ValueTask InitializeAsync() => host = await StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await StoppedAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_update_is_a_new_certificate_that_DIVOCs_library_accepts_and_the_old_one_names_it()
    {
        var old = await IssueAsync("UPDATE");
        var accepted = await UpdateAsync("UPDATE");
        var certificate = Assert.Single((await Partner.WaitAsync(accepted))["certificates"]!.AsArray())!;
        var id = certificate["certificateId"]!.GetValue<string>();

        Assert.Equal(["QUEUED", old], Texts(accepted["certificates"]![0]!, "status", "replaces"));
        Assert.Equal("ISSUED", certificate["status"]!.GetValue<string>());
        Assert.NotEqual(old, id);
        foreach (var path in Parts.Select(part => $"/certificates/{old}{part}").Append($"/divoc/api/v1/certificates/{old}"))
        {
            using var superseded = await Partner.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, superseded.StatusCode);
            var address = superseded.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority);
            Assert.Equal($"<{address}/certificates/{id}>; rel=\"successor-version\"", Assert.Single(superseded.Headers.GetValues("Link")));
        }

        using var current = await Partner.GetAsync($"/certificates/{id}/certificate.pdf");
        Assert.False(current.Headers.Contains("Link"));
        Assert.Equal(
            await Partner.FetchAsync(id, "certificate.pdf"),
            await host.Client.GetByteArrayAsync("/certificate/api/certificatePDF/UPDATE", Token));
        await AssertTakenByDivocAsync(id);
    }

    /// <summary>DIVOC knows full dates of birth only; its context gives them no datatype, so its library takes less of one too.</summary>
    [Theory]
    [InlineData("dob", "1987", "1987")]
    [InlineData("dob", "1987-04", "1987-04")]
    [InlineData("age", "38", "")]
    public async Task DIVOCs_library_accepts_a_test_of_a_person_whose_exact_birth_date_is_unknown(string member, string value, string dob)
    {
        var happened = PartnerSystem.Event("certify-test.json", $"BORN-{value}");
        happened["recipient"]!.AsObject().Remove("dob");
        happened["recipient"]![member] = value;
        var id = await Partner.IssueAsync("/divoc/api/v1/test/certify", happened);
        var credential = JsonNode.Parse(await Partner.FetchAsync(id, "credential.json"))!;
        using var verdict = await Partner.PostAsync("/divoc/api/v1/verify", credential);

        Assert.Equal(dob, credential["credentialSubject"]!["dob"]!.GetValue<string>());
        Assert.Null(credential["credentialSubject"]!["age"]);
        Assert.Equal("VALID", (await ReadAsync(verdict))["status"]!.GetValue<string>());
        await AssertTakenByDivocAsync(id);
    }

    /// <summary>
    /// Specification 02, sections 3.2 and 3.3: what the signature leaves unbound, the credential of an update ties to its own id and to an
    /// absolute subject.
    /// </summary>
    [Fact]
    public async Task W1_and_W2_the_credential_of_an_update_has_its_own_evidence_id_and_an_absolute_subject()
    {
        await IssueAsync("BOUND");
        var id = Id(await Partner.WaitAsync(await UpdateAsync("BOUND")));
        var credential = JsonNode.Parse(await Partner.FetchAsync(id, "credential.json"))!;
        var evidence = Assert.Single(credential["evidence"]!.AsArray())!;

        Assert.Equal($"https://divoc.dev/vaccine/{id}", evidence["id"]!.GetValue<string>());
        Assert.Equal(id, evidence["certificateId"]!.GetValue<string>());
        Assert.Equal("Corrected Name", credential["credentialSubject"]!["name"]!.GetValue<string>());
        Assert.True(Uri.TryCreate(credential["credentialSubject"]!["id"]!.GetValue<string>(), UriKind.Absolute, out _));
    }

    /// <summary>W14: DIVOC queues the elements before the one that it refuses.</summary>
    [Fact]
    public async Task W14_an_update_with_any_invalid_event_is_refused_as_a_whole_with_every_reason()
    {
        var id = await IssueAsync("WHOLE");
        var body = new JsonArray(Corrected("WHOLE"), Corrected("NOBODY"), Corrected("NOBODY-ELSE"));
        using var refused = await PutAsync(body);
        var problem = await ReadAsync(refused);

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal("NOT_CERTIFIED", problem["code"]!.GetValue<string>());
        Assert.Contains("certify the event instead", problem["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ["/1/vaccination/dose", "/2/vaccination/dose"],
            problem["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()));
        Assert.Equal("LIVE", (await HistoryAsync(id))["state"]!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("[null]", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[{}]", HttpStatusCode.UnprocessableEntity)]
    public async Task An_update_is_validated_like_a_certify_call(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var refused = await host.Client.PutAsync(UpdatePath, content, Token);

        Assert.Equal(status, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>W7: in DIVOC a caller can set the member by which a certificate is revoked.</summary>
    [Fact]
    public async Task W7_a_caller_cannot_choose_in_meta_which_certificate_is_replaced()
    {
        var id = await IssueAsync("META");
        var happened = Corrected("META");
        happened["meta"] = new JsonObject { ["previousCertificateId"] = id };
        using var certified = await Partner.PostAsync(Certify, new JsonArray(happened.DeepClone()));
        using var updated = await PutAsync(new JsonArray(happened));

        Assert.Equal(HttpStatusCode.BadRequest, certified.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, updated.StatusCode);
        Assert.Contains("RESERVED_MEMBER", await updated.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("LIVE", (await HistoryAsync(id))["state"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_update_with_an_idempotency_key_is_executed_once()
    {
        var old = await IssueAsync("KEYED");
        var first = await ReadAsync(await PutAsync(new JsonArray(Corrected("KEYED")), "update-1"));
        await Partner.WaitAsync(first.AsObject());
        var second = await ReadAsync(await PutAsync(new JsonArray(Corrected("KEYED")), "update-1"));
        using var other = await PutAsync(new JsonArray(Corrected("KEYED", "Another Name")), "update-1");

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(2, (await HistoryAsync(old))["versions"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_v1_certificate_can_also_be_updated_through_v3()
    {
        var old = await IssueAsync("SHAPES");
        var id = Id(await Partner.WaitAsync(
            (await ReadAsync(await PutAsync(new JsonArray(Corrected("SHAPES")), path: "/divoc/api/v3/certificate"))).AsObject()));

        Assert.Equal(old, (await HistoryAsync(id))["replaces"]!.GetValue<string>());
        var credential = JsonNode.Parse(await Partner.FetchAsync(id, "credential.json"))!;
        Assert.Equal("https://divoc.dev/credentials/vaccination/v2", credential["@context"]![1]!.GetValue<string>());
    }

    [Fact]
    public async Task The_history_shows_what_changed_when_why_and_by_whom_for_all_versions()
    {
        var first = await IssueAsync("HISTORY");
        await ChangeAsync(first, "suspend", """{"reason":"UNDER_REVIEW","text":"a doubt","until":"2099-01-01T00:00:00+02:00"}""");
        var second = Id(await Partner.WaitAsync(await UpdateAsync("HISTORY")));
        await ChangeAsync(second, "reinstate", """{"reason":"REVIEWED"}""");
        var (old, current) = (await HistoryAsync(first), await HistoryAsync(second));

        Assert.Equal(["SUSPENDED", "SUPERSEDED"], old["changes"]!.AsArray().Select(change => change!["change"]!.GetValue<string>()));
        Assert.Equal(["UNDER_REVIEW", "a doubt", "2098-12-31T22:00:00+00:00"], Texts(old["changes"]![0]!, "reason", "text", "until"));
        Assert.Equal(["UPDATED", second], Texts(old["changes"]![1]!, "reason", "replacedBy"));
        Assert.Equal(["SUPERSEDED", second], Texts(old["state"]!, "status", "replacedBy"));
        Assert.Equal(["SUSPENDED", "REINSTATED"], current["changes"]!.AsArray().Select(change => change!["change"]!.GetValue<string>()));
        Assert.Equal(first, current["replaces"]!.GetValue<string>());
        Assert.Equal([first, second], current["versions"]!.AsArray().Select(version => version!["certificateId"]!.GetValue<string>()));
        Assert.Equal("LIVE", current["state"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_suspended_certificate_is_still_served_and_its_key_stays_taken()
    {
        var id = await IssueAsync("SUSPENDED");
        var state = await ChangeAsync(id, "suspend", """{"reason":"UNDER_REVIEW"}""");
        var again = await Partner.CertifyAsync(Certify, new JsonArray(PartnerSystem.Event("certify-v1.json", "SUSPENDED")));

        Assert.Equal(["SUSPENDED", "UNDER_REVIEW"], Texts(state, "status", "reason"));
        Assert.Equal("DUPLICATE", again["certificates"]![0]!["status"]!.GetValue<string>());
        foreach (var part in Parts)
        {
            await AssertStatusAsync(HttpStatusCode.OK, $"/certificates/{id}{part}");
        }

        await AssertStatusAsync(HttpStatusCode.OK, "/certificate/api/certificatePDF/SUSPENDED");
        Assert.Equal("LIVE", (await ChangeAsync(id, "reinstate", """{"reason":"REVIEWED"}"""))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_revoked_certificate_is_no_longer_served_and_its_event_can_be_certified_again()
    {
        var id = await IssueAsync("REVOKED");
        await ChangeAsync(id, "revoke", """{"reason":"WRONG_PERSON"}""");
        var repeated = await ChangeAsync(id, "revoke", """{"reason":"OTHER"}""");

        Assert.Equal(["REVOKED", "WRONG_PERSON"], Texts(repeated, "status", "reason"));
        await AssertGoneAsync(id, "REVOKED");
        await AssertStatusAsync(HttpStatusCode.NotFound, "/certificate/api/certificatePDF/REVOKED");
        await AssertStatusAsync(HttpStatusCode.NotFound, "/certificate/api/certificateQRCode/REVOKED");
        using var reinstated = await PostChangeAsync(id, "reinstate", """{"reason":"REGRET"}""");
        Assert.Equal(HttpStatusCode.Conflict, reinstated.StatusCode);
        Assert.Equal("REVOKED", (await ReadAsync(reinstated))["code"]!.GetValue<string>());
        Assert.NotEqual(id, await IssueAsync("REVOKED"));
        await AssertStatusAsync(HttpStatusCode.OK, "/certificate/api/certificatePDF/REVOKED");
    }

    [Fact]
    public async Task A_superseded_certificate_cannot_be_changed_and_the_answer_names_its_replacement()
    {
        var old = await IssueAsync("NAMED");
        var id = Id(await Partner.WaitAsync(await UpdateAsync("NAMED")));
        using var refused = await PostChangeAsync(old, "revoke", """{"reason":"WRONG_PERSON"}""");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(id, (await ReadAsync(refused))["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_certificate_is_no_longer_served_and_its_history_contains_no_free_text()
    {
        var id = await IssueAsync("ERASED");
        await ChangeAsync(id, "suspend", """{"reason":"UNDER_REVIEW","text":"Ishara asked"}""");
        var state = await ChangeAsync(id, "erase", """{"reason":"ERASURE_REQUEST"}""");
        await ChangeAsync(id, "erase", """{"reason":"ERASURE_REQUEST"}""");

        Assert.True(state["erased"]!.GetValue<bool>());
        Assert.Equal("SUSPENDED", state["status"]!.GetValue<string>());
        await AssertGoneAsync(id, "ERASED");
        await AssertStatusAsync(HttpStatusCode.NotFound, "/certificate/api/certificatePDF/ERASED");
        var history = await HistoryAsync(id);
        Assert.Equal(["SUSPENDED", "ERASED"], history["changes"]!.AsArray().Select(change => change!["change"]!.GetValue<string>()));
        Assert.DoesNotContain("Ishara", history.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("revoke", "", "INVALID_JSON")]
    [InlineData("revoke", "[]", "WRONG_TYPE")]
    [InlineData("revoke", "{}", "REQUIRED")]
    [InlineData("revoke", """{"reason":"lower case"}""", "FORMAT")]
    [InlineData("revoke", """{"reason":"ONE","reason":"TWO"}""", "INVALID_JSON")]
    [InlineData("revoke", """{"reason":"ONE","text":7}""", "WRONG_TYPE")]
    [InlineData("revoke", """{"reason":"ONE","text":"a\u0000b"}""", "CONTROL_CHARACTER")]
    [InlineData("revoke", """{"reason":"ONE","text":"\ud800"}""", "LONE_SURROGATE")]
    [InlineData("revoke", """{"reason":"ONE","\ud800":1}""", "INVALID_JSON")]
    [InlineData("revoke", """{"reason":"ONE","until":"2099-01-01T00:00:00Z"}""", "UNKNOWN_MEMBER")]
    [InlineData("suspend", """{"reason":"ONE","untill":"2099-01-01T00:00:00Z"}""", "UNKNOWN_MEMBER")]
    [InlineData("suspend", """{"reason":"ONE","until":"2099-01-01"}""", "FORMAT")]
    [InlineData("suspend", """{"reason":"ONE","until":"2001-01-01T00:00:00Z"}""", "DATE_ORDER")]
    [InlineData("suspend", """{"reason":"ONE","from":"2099-01-02T00:00:00Z","until":"2099-01-01T00:00:00Z"}""", "DATE_ORDER")]
    public async Task A_change_with_an_invalid_body_is_refused_with_the_reason(string change, string body, string code)
    {
        using var refused = await PostChangeAsync("0123456789abcdefghjkmnpqrs", change, body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(code, (await ReadAsync(refused))["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_change_with_a_text_or_body_that_is_too_long_is_refused()
    {
        using var text = await PostChangeAsync(
            "0123456789abcdefghjkmnpqrs", "erase", $$"""{"reason":"ONE","text":"{{new string('x', 141)}}"}""");
        using var body = await PostChangeAsync(
            "0123456789abcdefghjkmnpqrs", "erase", $$"""{"reason":"ONE","text":"{{new string('x', 5000)}}"}""");

        Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("suspend")]
    [InlineData("reinstate")]
    [InlineData("erase")]
    public async Task A_change_of_an_unknown_certificate_is_answered_not_found(string change)
    {
        using var unknown = await PostChangeAsync("0123456789abcdefghjkmnpqrs", change, """{"reason":"ONE"}""");
        using var malformed = await PostChangeAsync("x", change, """{"reason":"ONE"}""");

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, malformed.StatusCode);
        await AssertStatusAsync(HttpStatusCode.NotFound, "/certificates/0123456789abcdefghjkmnpqrs/history");
    }

    [Fact]
    public async Task Doses_are_revoked_through_DIVOCs_path_and_can_be_certified_again()
    {
        var first = await IssueAsync("DOSES");
        var updated = Id(await Partner.WaitAsync(await UpdateAsync("DOSES")));
        var later = PartnerSystem.Event("certify-v1.json", "DOSES");
        later["vaccination"]!["dose"] = 2;
        var second = await Partner.IssueAsync(Certify, later);

        foreach (var (query, status) in new[]
        {
            ("", 400), ("?doses=", 400), ("?doses=x", 400), ("?doses=0", 400), ("?allDoses=false", 400), ("?doses=1", 400),
            ("?doses=3", 404),
        })
        {
            using var refused = await host.Client.DeleteAsync($"/divoc/api/v1/certificates/DOSES{query}", Token);
            Assert.Equal((query, status), (query, (int)refused.StatusCode));
        }

        using var last = await host.Client.DeleteAsync("/divoc/api/v1/certificates/DOSES?doses=2", Token);
        Assert.Equal(second, Assert.Single((await ReadAsync(last))["certificates"]!.AsArray())!["certificateId"]!.GetValue<string>());
        using var all = await host.Client.DeleteAsync("/divoc/api/v1/certificates/DOSES?doses=9&allDoses=true", Token);
        Assert.Equal(
            [first, updated],
            (await ReadAsync(all))["certificates"]!.AsArray().Select(certificate => certificate!["certificateId"]!.GetValue<string>()));
        using var none = await host.Client.DeleteAsync("/divoc/api/v1/certificates/DOSES?allDoses=true", Token);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        await AssertGoneAsync(updated, "REVOKED");
        using var update = await PutAsync(new JsonArray(Corrected("DOSES")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, update.StatusCode);
        await IssueAsync("DOSES");
    }

    [Fact]
    public async Task A_client_that_cached_a_revoked_certificate_gets_the_latest_one_and_not_304()
    {
        await IssueAsync("KEPT");
        var later = PartnerSystem.Event("certify-v1.json", "KEPT");
        later["vaccination"]!["dose"] = 2;
        var second = await Partner.IssueAsync(Certify, later);
        using var kept = await Partner.GetAsync("/certificate/api/certificatePDF/KEPT");
        await ChangeAsync(second, "revoke", """{"reason":"WRONG_PERSON"}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/certificate/api/certificatePDF/KEPT");
        request.Headers.IfModifiedSince = kept.Headers.Date!.Value.AddSeconds(1);
        using var again = await host.Client.SendAsync(request, Token);
        using var tagged = new HttpRequestMessage(HttpMethod.Get, "/certificate/api/certificatePDF/KEPT");
        tagged.Headers.IfNoneMatch.Add(kept.Headers.ETag!);
        using var byTag = await host.Client.SendAsync(tagged, Token);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, byTag.StatusCode);
        Assert.NotEqual(kept.Headers.ETag, again.Headers.ETag);
    }

    [Fact]
    public async Task The_revocation_check_answers_with_DIVOCs_statuses()
    {
        var first = await IssueAsync("CHECK");
        var old = JsonNode.Parse(await Partner.FetchAsync(first, "credential.json"))!;
        await AssertRevokedAsync(HttpStatusCode.NotFound, old);
        var second = Id(await Partner.WaitAsync(await UpdateAsync("CHECK")));
        var current = JsonNode.Parse(await Partner.FetchAsync(second, "credential.json"))!;
        Assert.Equal(["SUPERSEDED", second], Texts(await AssertRevokedAsync(HttpStatusCode.OK, old), "status", "replacedBy"));

        await ChangeAsync(second, "suspend", """{"reason":"UNDER_REVIEW","until":"2099-01-01T00:00:00Z"}""");
        var suspended = await AssertRevokedAsync(HttpStatusCode.OK, current);
        Assert.Equal(["SUSPENDED", "2099-01-01T00:00:00+00:00"], Texts(suspended, "status", "suspendedUntil"));
        Assert.Null(suspended["reason"]);
        await ChangeAsync(second, "reinstate", """{"reason":"REVIEWED"}""");
        await AssertRevokedAsync(HttpStatusCode.NotFound, current);
        await ChangeAsync(second, "suspend", """{"reason":"LATER","from":"2099-01-01T00:00:00Z"}""");
        await AssertRevokedAsync(HttpStatusCode.NotFound, current);
        await ChangeAsync(second, "erase", """{"reason":"ERASURE_REQUEST"}""");
        await AssertRevokedAsync(HttpStatusCode.NotFound, current);
        await ChangeAsync(second, "revoke", """{"reason":"WRONG_PERSON"}""");
        await AssertRevokedAsync(HttpStatusCode.OK, current);
    }

    /// <summary>W1: in DIVOC exchanging members that share a term hides a revocation, under a signature that stays valid.</summary>
    [Theory]
    [InlineData("certificateId", "batch")]
    [InlineData("dose", "totalDoses")]
    public async Task W1_swapped_members_do_not_hide_a_revocation(string one, string other)
    {
        var id = await IssueAsync("SWAP");
        var credential = JsonNode.Parse(await Partner.FetchAsync(id, "credential.json"))!;
        await ChangeAsync(id, "revoke", """{"reason":"WRONG_PERSON"}""");
        var evidence = credential["evidence"]![0]!.AsObject();
        (evidence[one], evidence[other]) = (evidence[other]!.DeepClone(), evidence[one]!.DeepClone());
        var subject = credential["credentialSubject"]!.AsObject();
        subject["uhid"] = subject["refId"]!.DeepClone();
        subject.Remove("refId");

        await AssertRevokedAsync(HttpStatusCode.OK, credential);
    }

    /// <summary>W29: DIVOC asks for an exact type of the dose and format of the date, else it answers 400.</summary>
    [Fact]
    public async Task W29_a_revocation_is_found_in_whatever_form_the_dose_and_the_date_are_written()
    {
        var id = await IssueAsync("TYPES");
        await ChangeAsync(id, "revoke", """{"reason":"WRONG_PERSON"}""");
        var evidence = new JsonObject { ["id"] = $"https://divoc.dev/vaccine/{id}", ["dose"] = "1", ["date"] = "yesterday" };

        await AssertRevokedAsync(HttpStatusCode.OK, new JsonObject { ["evidence"] = new JsonArray(evidence) });
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"evidence":{}}""", 400)]
    [InlineData("""{"evidence":[]}""", 400)]
    [InlineData("""{"evidence":[7]}""", 400)]
    [InlineData("""{"evidence":[{"certificateId":"0123456789abcdefghjkmnpqrs"}]}""", 400)]
    [InlineData("""{"evidence":[{"id":7}]}""", 400)]
    [InlineData("""{"evidence":[{"id":"\ud800"}]}""", 400)]
    [InlineData("""{"\ud800":1,"evidence":[{"id":"x"}]}""", 400)]
    [InlineData("""{"evidence":[{"\ud800":1,"id":"x"}]}""", 400)]
    [InlineData("""{"evidence":[{"id":"x"}]}""", 404)]
    [InlineData("""{"evidence":[{"id":""}]}""", 404)]
    [InlineData("""{"evidence":[{"id":"https://divoc.dev/vaccine/0123456789abcdefghjkmnpqrs"}]}""", 404)]
    [InlineData("""{"evidence":[{"id":"https://divoc.dev/vaccine/123456789"}]}""", 404)]
    public async Task The_revocation_check_answers_400_for_an_invalid_credential_and_404_for_an_unknown_one(string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(RevokedPath, content, Token);

        Assert.Equal(status, (int)response.StatusCode);
    }

    /// <summary>The host under test, with its own store.</summary>
    private protected virtual Task<TestHost> StartHostAsync() => TestHost.StartAsync();

    /// <summary>The host is gone; what it needed may go too.</summary>
    private protected virtual Task StoppedAsync() => Task.CompletedTask;

    private static JsonObject Corrected(string code, string name = "Corrected Name")
    {
        var happened = PartnerSystem.Event("certify-v1.json", code);
        happened["recipient"]!["name"] = name;
        return happened;
    }

    private static string Id(JsonObject status) => status["certificates"]![0]!["certificateId"]!.GetValue<string>();

    private static string[] Texts(JsonNode node, params string[] members) =>
        [.. members.Select(member => node[member]!.GetValue<string>())];

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;

    private Task<string> IssueAsync(string code) => Partner.IssueAsync(Certify, PartnerSystem.Event("certify-v1.json", code));

    private async Task<JsonObject> UpdateAsync(string code)
    {
        using var response = await PutAsync(new JsonArray(Corrected(code)));
        var answer = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        return JsonNode.Parse(answer)!.AsObject();
    }

    private async Task<HttpResponseMessage> PutAsync(JsonNode body, string? idempotencyKey = null, string path = UpdatePath)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await host.Client.SendAsync(request, Token);
    }

    private async Task<HttpResponseMessage> PostChangeAsync(string certificateId, string change, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await host.Client.PostAsync($"/certificates/{certificateId}/{change}", content, Token);
    }

    private async Task<JsonNode> ChangeAsync(string certificateId, string change, string body)
    {
        using var response = await PostChangeAsync(certificateId, change, body);
        var answer = await ReadAsync(response);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ToJsonString());
        Assert.Equal(certificateId, answer["certificateId"]!.GetValue<string>());
        return answer;
    }

    private async Task<JsonNode> HistoryAsync(string certificateId)
    {
        return JsonNode.Parse(await host.Client.GetStringAsync($"/certificates/{certificateId}/history", Token))!;
    }

    private async Task<JsonNode> AssertRevokedAsync(HttpStatusCode expected, JsonNode credential)
    {
        using var response = await Partner.PostAsync(RevokedPath, credential);
        Assert.Equal(expected, response.StatusCode);
        return await ReadAsync(response);
    }

    private async Task AssertGoneAsync(string certificateId, string code)
    {
        foreach (var path in Parts.Select(part => $"/certificates/{certificateId}{part}")
            .Append($"/divoc/api/v1/certificates/{certificateId}"))
        {
            using var response = await Partner.GetAsync(path);
            Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
            Assert.Equal(code, (await ReadAsync(response))["code"]!.GetValue<string>());
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, $"/certificates/{certificateId}");
        using var headed = await host.Client.SendAsync(head, Token);
        Assert.Equal(HttpStatusCode.Gone, headed.StatusCode);
    }

    private async Task AssertStatusAsync(HttpStatusCode expected, string path)
    {
        using var response = await Partner.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
    }

    private async Task AssertTakenByDivocAsync(string certificateId)
    {
        var did = JsonNode.Parse(await host.Client.GetStringAsync("/.well-known/did.json", Token))!;
        await using var divoc = await DivocVerifier.StartAsync(
            did["verificationMethod"]![1]!["publicKeyPem"]!.GetValue<string>(), "did:india");
        Assert.True(await divoc.VerifyAsync(JsonNode.Parse(await Partner.FetchAsync(certificateId, "credential.json"))!));
    }
}
