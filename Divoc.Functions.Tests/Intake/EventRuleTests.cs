using System.Text.Json.Nodes;
using Divoc.Functions.Intake;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Intake;

/// <summary>The rules beyond the schema, each at its bounds. It is 2026-01-15T12:00:00Z.</summary>
public sealed class EventRuleTests
{
    private const CertificateShape V1 = CertificateShape.VaccinationV1;
    private const CertificateShape V3 = CertificateShape.VaccinationV3;
    private const CertificateShape Test = CertificateShape.Test;

    /// <summary>A zone that is UTC all year, and known.</summary>
    private static readonly TimeZoneInfo Accra = TimeZoneInfo.FindSystemTimeZoneById("Africa/Accra");

    public static TheoryData<string, string, bool> Codes() => new()
    {
        { "a", "one character", true },
        { new string('x', 64), "the longest", true },
        { string.Concat(Enumerable.Repeat("\U0001F600", 64)), "the longest, in characters that are two code units each", true },
        { "ÅB 12.3-4_5:6", "blanks and signs inside", true },
        { "...", "three dots", true },
        { "", "empty", false },
        { new string('x', 65), "too long", false },
        { "a/b", "slash", false },
        { "a\\b", "backslash", false },
        { "a?b", "question mark", false },
        { "a#b", "hash", false },
        { "a%b", "percent", false },
        { " a", "blank before", false },
        { "a\u00a0", "no-break space behind", false },
        { ".", "one dot, which a URL drops", false },
        { "..", "two dots, which a URL resolves", false },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_preEnrollmentCode_is_short_and_safe_in_a_URL(string code, string why, bool passes)
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            var result = new IntakeDriver().Validate(shape, Elements.Of(shape).With("preEnrollmentCode", code));

            Assert.True((passes ? "" : "/0/preEnrollmentCode PRE_ENROLLMENT_CODE") == IntakeDriver.Lines(result.Faults), why);
            Assert.Equal(passes ? 200 : 400, result.Status);
        }
    }

    [Theory]
    [InlineData(V1, "recipient.dob", "\"2026-01-16\"", "recipient.dob", "\"2026-01-17\"")]
    [InlineData(Test, "recipient.dob", "\"2026-01-16\"", "recipient.dob", "\"2026-01-17\"")]
    [InlineData(V3, "vaccination.date", "\"2026-01-15T12:05:00Z\"", "vaccination.date", "\"2026-01-15T12:05:00.001Z\"")]
    [InlineData(V3, "vaccination.date", "\"2026-01-15T17:35:00+05:30\"", "vaccination.date", "\"2026-01-15T17:35:01+05:30\"")]
    [InlineData(
        Test, "testDetails.resultTimestamp", "\"2026-01-15T12:05:00Z\"", "testDetails.resultTimestamp", "\"2026-01-15T12:05:00.001Z\"")]
    public void No_date_may_be_more_than_five_minutes_in_the_future(
        CertificateShape shape, string goodPath, string good, string badPath, string bad)
    {
        Assert.Equal("", new IntakeDriver().ProblemsOf(shape, Late(shape).With(goodPath, JsonNode.Parse(good))));

        var faults = new IntakeDriver().Validate(shape, Late(shape).With(badPath, JsonNode.Parse(bad))).Faults;
        Assert.Contains(faults, fault => fault.Code == "FUTURE_DATE" && fault.Pointer == $"/0/{badPath.Replace('.', '/')}");

        var eased = IntakeDriver.Easing(PersonRules.FutureDate).Validate(shape, Late(shape).With(badPath, JsonNode.Parse(bad)));
        Assert.DoesNotContain(eased.Faults, fault => fault.Code == "FUTURE_DATE");
        Assert.Contains(eased.Warnings, fault => fault.Code == "FUTURE_DATE" && fault.Pointer == $"/0/{badPath.Replace('.', '/')}");
    }

    [Fact]
    public void A_sample_date_may_not_be_in_the_future()
    {
        var element = Elements.Of(Test)
            .With("testDetails.sampleCollectionTimestamp", "2026-01-15T12:05:01Z")
            .With("testDetails.resultTimestamp", "2026-01-15T12:05:01Z");

        Assert.Equal(
            """
            /0/testDetails/sampleCollectionTimestamp FUTURE_DATE
            /0/testDetails/resultTimestamp FUTURE_DATE
            """,
            new IntakeDriver().ProblemsOf(Test, element));
    }

    [Fact]
    public void A_child_vaccinated_on_its_day_of_birth_is_accepted_in_a_time_zone_where_that_day_has_begun()
    {
        // In Auckland it is 01:00 of the 16th.
        var element = Elements.Of(V3)
            .With("recipient.age", null)
            .With("recipient.dob", "2026-01-16")
            .With("vaccination.date", "2026-01-16T00:30:00+13:00")
            .With("vaccination.effectiveStart", "2026-01-16").With("vaccination.effectiveUntil", "2027-01-16");

        Assert.Equal("", new IntakeDriver().ProblemsOf(V3, element));
        Assert.Equal(
            "/0/recipient/dob MISSING_FIELDS",
            new IntakeDriver()
                .ProblemsOf(
                    V3,
                    element.With("recipient.dob", "2026-01-17")
                        .With("vaccination.date", "2026-01-17T00:30:00+13:00")
                        .With("vaccination.effectiveStart", "2026-01-17"))
                .Split('\n')[0]);
    }

    [Theory]
    [InlineData("recipient.dob", "2021-06-01", "", true)]
    [InlineData("recipient.dob", "2021-06-02", "vaccination/date", false)]
    [InlineData("vaccination.effectiveStart", "2021-06-01", "", true)]
    [InlineData("vaccination.effectiveStart", "2021-05-31", "vaccination/effectiveStart", false)]
    [InlineData("vaccination.effectiveUntil", "2021-06-15", "", true)]
    [InlineData("vaccination.effectiveUntil", "2021-06-14", "vaccination/effectiveUntil", false)]
    public void Birth_vaccination_and_validity_must_be_in_order_by_calendar_day(string path, string date, string pointer, bool passes)
    {
        foreach (var shape in new[] { V1, V3 })
        {
            var element = Elements.Of(shape).With("recipient.age", null).With(path, date);
            var result = new IntakeDriver { Zone = Accra }.Validate(shape, element);
            Assert.Equal(passes ? "" : $"/0/{pointer} DATE_ORDER", IntakeDriver.Lines(result.Faults));
            Assert.Equal(passes ? 200 : 400, result.Status);

            var eased = IntakeDriver.Easing(VaccinationRules.DateOrder, Accra).Validate(shape, element);
            Assert.Equal(200, eased.Status);
            Assert.Equal(passes ? 0 : 1, eased.Warnings.Count(warning => warning.Code == "DATE_ORDER"));
            Assert.Single(eased.Events);
        }
    }

    [Theory]
    [InlineData("2021-06-15T23:59:59Z", true)]
    [InlineData("2021-06-15T23:00:00-08:00", true)]
    [InlineData("2021-06-16T00:00:00+05:30", false)]
    public void The_vaccination_day_is_the_day_as_written(string date, bool passes)
    {
        Assert.Equal(
            passes ? "" : "/0/vaccination/effectiveStart DATE_ORDER",
            new IntakeDriver().ProblemsOf(V1, Elements.Of(V1).With("vaccination.date", date)));
    }

    /// <summary>
    /// A time in UTC tells no place: it is refused only where no place on earth can have had that day, or not the one of the settings.
    /// </summary>
    [Theory]
    [InlineData("Asia/Manila", "2021-05-18", "2021-05-17T22:00:00Z", "2021-05-18", "")]
    [InlineData("UTC", "2021-05-18", "2021-05-17T22:00:00Z", "2021-05-18", "")]
    [InlineData("Etc/UTC", "2021-05-18", "2021-05-17T22:00:00Z", "2021-05-18", "")]
    [InlineData("UTC", "2021-05-18", "2021-05-17T09:59:59Z", "2021-05-18", "vaccination/date")]
    [InlineData("Asia/Manila", "2021-05-18", "2021-05-17T15:59:59Z", "2021-05-18", "vaccination/date")]
    [InlineData("Asia/Manila", "2021-05-18", "2021-05-17T00:00:00Z", "2021-05-18", "vaccination/date")]
    [InlineData("America/Jamaica", "2021-05-17", "2021-05-18T02:00:00Z", "2021-05-17", "")]
    [InlineData("UTC", "2021-05-17", "2021-05-18T02:00:00Z", "2021-05-17", "")]
    [InlineData("UTC", "2021-05-17", "2021-05-18T12:00:00Z", "2021-05-17", "vaccination/effectiveStart")]
    [InlineData("America/Jamaica", "2021-05-17", "2021-05-18T00:10:00+05:30", "2021-05-17", "vaccination/effectiveStart")]
    public void A_local_day_is_never_compared_with_a_UTC_day(string zone, string dob, string date, string start, string pointer)
    {
        foreach (var shape in new[] { V1, V3 })
        {
            var driver = new IntakeDriver { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
            var element = Elements.Of(shape).With("recipient.age", null).With("recipient.dob", dob).With("vaccination.date", date)
                .With("vaccination.effectiveStart", start).With("vaccination.effectiveUntil", "2022-05-18");

            Assert.Equal(pointer.Length == 0 ? "" : $"/0/{pointer} DATE_ORDER", driver.ProblemsOf(shape, element));
        }
    }

    [Theory]
    [InlineData("2021-06-01T10:00:00Z", true)]
    [InlineData("2021-06-01T15:30:00+05:30", true)]
    [InlineData("2021-06-01T15:29:59+05:30", false)]
    public void A_result_cannot_be_earlier_than_its_sample(string resultAt, bool passes)
    {
        var element = Elements.Of(Test).With("testDetails.resultTimestamp", resultAt);

        Assert.Equal(passes ? "" : "/0/testDetails/resultTimestamp DATE_ORDER", new IntakeDriver().ProblemsOf(Test, element));
        var eased = IntakeDriver.Easing(TestRules.SampleBeforeResult).Validate(Test, element);
        Assert.Equal(200, eased.Status);
        Assert.Equal(passes ? "" : "/0/testDetails/resultTimestamp DATE_ORDER", IntakeDriver.Lines(eased.Warnings));
    }

    [Theory]
    [InlineData("""["tel:1"]""", "")]
    [InlineData("""["mailto:a@example.org"]""", "")]
    [InlineData("""["TEL:1", "MailTo:a@example.org"]""", "")]
    [InlineData("""[]""", "/0/recipient/contact CONTACT")]
    [InlineData("""["5550142"]""", "/0/recipient/contact/0 CONTACT")]
    [InlineData("""["tel:1", " tel:2", "https://example.org"]""", "/0/recipient/contact/1 CONTACT\n/0/recipient/contact/2 CONTACT")]
    public void Every_contact_must_begin_with_tel_or_mailto(string contacts, string faults)
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            var element = Elements.Of(shape).With("recipient.contact", JsonNode.Parse(contacts));

            Assert.Equal(faults, new IntakeDriver().ProblemsOf(shape, element));
            var eased = IntakeDriver.Easing(PersonRules.Contact).Validate(shape, element);
            Assert.Equal(200, eased.Status);
            Assert.Equal(faults, IntakeDriver.Lines(eased.Warnings));
        }
    }

    [Theory]
    [InlineData("31", "", "")]
    [InlineData("0", "", "AGE_CONTRADICTS_DOB")]
    [InlineData("30", "", "AGE_CONTRADICTS_DOB")]
    [InlineData("35", "", "")]
    [InlineData("36", "", "AGE_CONTRADICTS_DOB")]
    [InlineData("150", "", "AGE_CONTRADICTS_DOB")]
    [InlineData("151", "AGE_RANGE", "AGE_CONTRADICTS_DOB")]
    [InlineData("-1", "MISSING_FIELDS", "")]
    [InlineData("31.5", "MISSING_FIELDS", "")]
    [InlineData("thirty", "MISSING_FIELDS", "")]
    [InlineData(" 31", "MISSING_FIELDS", "")]
    [InlineData("99999999999999999999", "MISSING_FIELDS", "")]
    public void An_age_is_a_whole_number_of_years_and_only_gives_a_warning_if_it_contradicts_the_date_of_birth(
        string age, string fault, string warning)
    {
        foreach (var shape in new[] { V1, V3 })
        {
            var result = new IntakeDriver().Validate(shape, Elements.Of(shape).With("recipient.age", age));

            Assert.Equal(fault.Length == 0 ? "" : $"/0/recipient/age {fault}", IntakeDriver.Lines(result.Faults));
            Assert.Equal(warning.Length == 0 ? "" : $"/0/recipient/age {warning}", IntakeDriver.Lines(result.Warnings));
        }
    }

    [Fact]
    public void A_setting_makes_the_maximum_age_a_warning()
    {
        var result = IntakeDriver.Easing(PersonRules.AgeRange)
            .Validate(V1, Elements.Of(V1).With("recipient.age", "151").With("recipient.dob", null));

        Assert.Equal((200, "/0/recipient/age AGE_RANGE"), (result.Status, IntakeDriver.Lines(result.Warnings)));
        Assert.Equal("151", HealthEvent.Of(result.Events[0]).Recipient.Age);
    }

    [Fact]
    public void A_vaccination_needs_an_age_or_a_date_of_birth()
    {
        foreach (var shape in new[] { V1, V3 })
        {
            foreach (var element in new[] { Elements.Of(shape).With("recipient.age", null), Elements.Of(shape).With("recipient.age", "") })
            {
                Assert.Equal("", new IntakeDriver().ProblemsOf(shape, element));
                var result = new IntakeDriver().Validate(shape, element.WithNull("recipient.dob"));

                Assert.Equal("/0/recipient MISSING_FIELDS", IntakeDriver.Lines(result.Faults));
                Assert.Equal(
                    new DivocRefusal(
                        RefusalKind.Rule, null, "MISSING_FIELDS", "Age and DOB both are missing. Atleast one should be present"),
                    DivocRefusal.Of(result.Faults));
            }

            Assert.Equal("", new IntakeDriver().ProblemsOf(shape, Elements.Of(shape).WithNull("recipient.dob")));
        }
    }

    [Fact]
    public void A_future_date_of_birth_without_an_age_gives_the_DIVOC_error_and_no_setting_makes_it_a_warning()
    {
        foreach (var driver in new[] { new IntakeDriver(), IntakeDriver.Easing(PersonRules.FutureDate) })
        {
            // The dates in the element come before the person, and still DIVOC's code is the one answered.
            var element = Elements.Of(V1).With("recipient.age", null).With("recipient.dob", "2026-01-17");
            var recipient = element["recipient"]!.DeepClone();
            element.Remove("recipient");
            element.Add("recipient", recipient);
            var result = driver.Validate(V1, element);

            Assert.Equal("/0/vaccination/date DATE_ORDER\n/0/recipient/dob MISSING_FIELDS", IntakeDriver.Lines(result.Faults));
            Assert.Equal(
                new DivocRefusal(RefusalKind.Rule, null, "MISSING_FIELDS", "Invalid Age or DOB. Should be less than current date"),
                DivocRefusal.Of(result.Faults));
        }
    }

    [Fact]
    public void A_programId_is_required_only_if_the_setting_says_so()
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            var strict = new IntakeDriver();
            strict.Options.RequireProgramId = true;
            Assert.Equal("", strict.ProblemsOf(shape, Elements.Of(shape)));
            foreach (var element in new[] { Elements.Of(shape).With("programId", null), Elements.Of(shape).With("programId", "") })
            {
                Assert.Equal("", new IntakeDriver().ProblemsOf(shape, element));
                var result = strict.Validate(shape, element);
                Assert.Equal("/0/programId PROGRAM_ID_REQUIRED", IntakeDriver.Lines(result.Faults));
                Assert.Equal((400, "PROGRAM_ID_REQUIRED"), (result.Status, DivocRefusal.Of(result.Faults).Word));
            }
        }
    }

    [Fact]
    public void W25_an_unknown_vaccine_gives_a_warning_or_with_a_setting_an_error_and_only_in_v3()
    {
        var strict = new IntakeDriver();
        strict.Vaccinations.StrictVaccineCodes = true;
        foreach (var name in new[] { "CoVax", "" })
        {
            var lax = new IntakeDriver().Validate(V3, Elements.Of(V3).With("vaccination.name", name));
            Assert.Equal((200, "/0/vaccination/name UNKNOWN_VACCINE"), (lax.Status, IntakeDriver.Lines(lax.Warnings)));

            Assert.Equal("/0/vaccination/name UNKNOWN_VACCINE", strict.ProblemsOf(V3, Elements.Of(V3).With("vaccination.name", name)));
            Assert.Equal("", strict.ProblemsOf(V1, Elements.Of(V1).With("vaccination.name", name)));
            Assert.Empty(new IntakeDriver().Validate(V1, Elements.Of(V1).With("vaccination.name", name)).Warnings);
        }

        Assert.Equal("", strict.ProblemsOf(V3, Elements.Of(V3)));
    }

    [Theory]
    [InlineData("preEnrollmentCode", "\"C-9\"")]
    [InlineData("preEnrollmentCode", "\"c-1\"")]
    [InlineData("programId", "\"P2\"")]
    [InlineData("programId", "\"\"")]
    [InlineData("vaccination.dose", "2")]
    public void A_vaccination_with_another_code_programme_or_dose_is_another_event(string path, string value)
    {
        foreach (var shape in new[] { V1, V3 })
        {
            var other = Elements.Of(shape).With(path, JsonNode.Parse(value));
            Assert.Equal("", new IntakeDriver().ProblemsOf(shape, Elements.Of(shape), other));
            Assert.Equal("/2 DUPLICATE", new IntakeDriver().ProblemsOf(shape, Elements.Of(shape), other, other));
        }
    }

    [Fact]
    public void Events_that_differ_only_outside_the_key_are_the_same_event()
    {
        var vaccination = Elements.Of(V1)
            .With("vaccination.name", "Covaxin")
            .With("recipient.name", "Other")
            .With("vaccination.date", "2021-06-02T00:00:00Z");
        var result = new IntakeDriver().Validate(V1, Elements.Of(V1), vaccination);
        Assert.Equal("/1 DUPLICATE", IntakeDriver.Lines(result.Faults));
        Assert.Equal((400, "DUPLICATE"), (result.Status, DivocRefusal.Of(result.Faults).Word));
        Assert.Contains("element 0", result.Faults[0].Detail, StringComparison.Ordinal);

        Assert.Equal(
            "/1 DUPLICATE",
            new IntakeDriver().ProblemsOf(V1, Elements.Of(V1).With("programId", null), Elements.Of(V1).With("programId", "")));

        // The same instant, written at another offset and finer than a millisecond.
        var test = Elements.Of(Test)
            .With("testDetails.sampleCollectionTimestamp", "2021-06-01T12:00:00.0004+02:00")
            .With("testDetails.result", "Positive");
        Assert.Equal("/1 DUPLICATE", new IntakeDriver().ProblemsOf(Test, Elements.Of(Test), test));
    }

    [Theory]
    [InlineData("preEnrollmentCode", "C-9")]
    [InlineData("programId", "P2")]
    [InlineData("testDetails.sampleCollectionTimestamp", "2021-06-01T10:00:00.001Z")]
    [InlineData("testDetails.testType", "RAT")]
    [InlineData("testDetails.disease", "Influenza")]
    public void A_test_with_another_code_programme_sample_type_or_disease_is_another_event(string path, string value)
    {
        var other = Elements.Of(Test).With(path, value);
        Assert.Equal("", new IntakeDriver().ProblemsOf(Test, Elements.Of(Test), other));
        Assert.Equal("/2 DUPLICATE", new IntakeDriver().ProblemsOf(Test, Elements.Of(Test), other, other));
    }

    [Theory]
    [InlineData("""{"certificateType":"certifyV2"}""", "/0/meta/certificateType RESERVED_MEMBER")]
    [InlineData("""{"a":1,"previousCertificateId":null}""", "/0/meta/previousCertificateId RESERVED_MEMBER")]
    [InlineData(
        """{"certificateType":1,"x":2,"previousCertificateId":3}""",
        "/0/meta/certificateType RESERVED_MEMBER\n/0/meta/previousCertificateId RESERVED_MEMBER")]
    [InlineData("""{"inner":{"certificateType":"x"}}""", "")]
    [InlineData("""{"CertificateType":"x"}""", "")]
    [InlineData("""{}""", "")]
    public void Meta_may_not_contain_a_member_that_only_the_service_writes(string meta, string faults)
    {
        foreach (var shape in Enum.GetValues<CertificateShape>())
        {
            Assert.Equal(faults, new IntakeDriver().ProblemsOf(shape, Elements.Of(shape).With("meta", JsonNode.Parse(meta))));
        }
    }

    [Fact]
    public void All_errors_of_all_elements_are_reported_together_in_document_order()
    {
        var first =
            Elements.Of(V1).With("recipient.name", "").With("recipient.contact", new JsonArray("tel:1", "x")).With("vaccination.dose", 0)
                .With("vaccination.effectiveUntil", "2020-01-01").With("facility.address.pincode", null).With("preEnrollmentCode", "a/b");
        var good = Elements.Of(V1).With("preEnrollmentCode", "C-5");
        var third = Elements.Of(V1).With("vaccination.date", "2027-01-01T00:00:00Z").With("recipient.dob", null).With("recipient.age", null)
            .With("vaccinator", null);

        var result = new IntakeDriver().Validate(V1, first, good, third);

        Assert.Equal(
            """
            /0/preEnrollmentCode PRE_ENROLLMENT_CODE
            /0/recipient/name TOO_SHORT
            /0/recipient/contact/1 CONTACT
            /0/vaccination/effectiveUntil DATE_ORDER
            /0/vaccination/dose MINIMUM
            /0/facility/address/pincode REQUIRED
            /2/vaccinator REQUIRED
            /2/recipient MISSING_FIELDS
            /2/vaccination/date FUTURE_DATE
            /2/vaccination/effectiveStart DATE_ORDER
            """,
            IntakeDriver.Lines(result.Faults));
        Assert.Equal(422, result.Status);
        Assert.Empty(result.Events);
        Assert.Equal(
            new DivocRefusal(RefusalKind.Schema, 604, null, "recipient.name in body should be at least 1 chars long"),
            DivocRefusal.Of(result.Faults));
    }

    [Fact]
    public void No_error_message_repeats_input_values()
    {
        const string secret = "SecretPersonalValue";
        var element = Elements.Of(V1).With("vaccination.date", secret).With("recipient.dob", secret).With("recipient.age", secret)
            .With("preEnrollmentCode", $"{secret}/")
            .With("recipient.contact", new JsonArray(secret)).With("vaccination.effectiveStart", $"{secret}\u0001");

        var result = new IntakeDriver().Validate(V1, element);

        Assert.Equal(6, result.Faults.Count);
        Assert.DoesNotContain(result.Faults, fault => $"{fault}".Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>An element whose other dates leave room for the latest ones.</summary>
    private static JsonObject Late(CertificateShape shape)
    {
        return shape == Test
            ? Elements.Of(shape)
            : Elements.Of(shape)
                .With("vaccination.date", "2026-01-15T12:00:00Z")
                .With("vaccination.effectiveStart", "2026-02-01")
                .With("vaccination.effectiveUntil", "2027-01-01");
    }
}
