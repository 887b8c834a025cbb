using System.Text.Json;
using System.Text.RegularExpressions;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Types;

/// <summary>
/// The requirements for a type before it is added to the catalogue. Types may come from data, and errors in one would otherwise appear only
/// when its events are accepted, stored or printed.
/// </summary>
internal static partial class TypeCheck
{
    /// <summary>The time at which samples are accepted and certified; the rules of a type check its samples with this time.</summary>
    public static readonly DateTimeOffset SampleTime = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private const string CodePath = "preEnrollmentCode";
    private const int LongestMemberName = 64;

    /// <summary>Refuses a type that can't be used.</summary>
    /// <exception cref="ArgumentException">The first rule that it breaks, and how to fix it.</exception>
    public static void Require(ICertificateType type)
    {
        if (!TypeName().IsMatch(type.Name) || type.Version < 1 || type.Shapes.Count == 0)
        {
            throw new ArgumentException(
                "A type has a name of 1 to 40 lower-case letters, digits and hyphens, a version from 1, and at least one shape.",
                nameof(type));
        }

        foreach (var shape in type.Shapes)
        {
            RequireFields(type, shape);
        }

        if (type.Shapes.CountBy(shape => shape.Name, StringComparer.Ordinal).FirstOrDefault(shape => shape.Value > 1).Key is { } twice)
        {
            throw Refusal(type, $"it has two shapes '{twice}'; give each a name of its own");
        }

        RequireTemplate(type);
        foreach (var shape in type.Shapes)
        {
            RequireSample(type, shape);
        }
    }

    private static void RequireFields(ICertificateType type, RequestShape shape)
    {
        if (!ShapeName().IsMatch(shape.Name))
        {
            throw Refusal(type, $"its shape '{shape.Name}' must have a name of 1 to 64 letters, digits, hyphens and underscores");
        }

        if (shape.Fields.FirstOrDefault(
            field => field.Name.Length is 0 or > LongestMemberName || field.Name.AsSpan().ContainsAny('~', '/')) is { } misnamed)
        {
            throw Refusal(
                type,
                $"the field '{misnamed.Path}' of its shape '{shape.Name}' must have a name of 1 to {LongestMemberName} characters without "
                + "~ and /, which pointers escape");
        }

        if (shape.Find(CodePath) is not { IsRequired: true, Field.Type: FieldType.Text })
        {
            throw Refusal(
                type,
                $"its shape '{shape.Name}' needs a required row '{CodePath}' of the type {FieldType.Text}, which tells whose event it is");
        }

        if (!shape.Knows(type.KeyPath))
        {
            throw Refusal(type, $"its key path '{type.KeyPath}' is no field of its shape '{shape.Name}'; name one that all shapes have");
        }
    }

    /// <summary>
    /// Checks only whether it can be read: the labels depend on the languages in the settings (<see cref="TemplateSet"/>).
    /// </summary>
    private static void RequireTemplate(ICertificateType type)
    {
        var problems = new List<TemplateProblem>();
        if (new TemplateReader($"page of the type {type.Name}", problems, new PageKinds([type.Page])).Read(type.Page.Template) is null
            || problems.Count > 0)
        {
            throw Refusal(
                type, $"its page can't be used; correct its template: {string.Join(" ", problems)}", new TemplateException(problems));
        }
    }

    private static void RequireSample(ICertificateType type, RequestShape shape)
    {
        var sample = type.SampleOf(shape);
        var faults = new JsonProblems(IntakeLimits.ListedFaults);
        var element = new SampleReader(faults).Read(sample, shape);
        type.Check(new EventCheck(element, shape, new RequestCheck(
            SampleTime, new CalendarDays(TimeZoneInfo.Utc), _ => RuleAction.Refuse, faults, new JsonProblems(IntakeLimits.ListedFaults))));
        if (!faults.IsEmpty)
        {
            throw Refusal(
                type,
                $"its shape '{shape.Name}' or its rules refuse its own sample; correct the sample: "
                + $"{string.Join(" ", faults.InOrder().Select(fault => fault.Detail))}");
        }

        if (type.KeyOf(sample)?.Type != type.Name)
        {
            throw Refusal(
                type,
                $"its sample of the shape '{shape.Name}' has no key of the type; correct the sample, "
                + "or require the fields that the key is made of");
        }

        try
        {
            _ = type.FactsOf(sample);
        }
        catch (Exception fault) when (fault is FactsTooLargeException or JsonException)
        {
            throw Refusal(
                type,
                $"the facts of its sample of the shape '{shape.Name}' can't be kept; correct the sample, or keep "
                + $"shorter facts: {fault.Message}",
                fault);
        }
    }

    private static ArgumentException Refusal(ICertificateType type, string why, Exception? fault = null)
    {
        return new ArgumentException($"The type '{type.Name}' in its version {type.Version} can't be added: {why}.", nameof(type), fault);
    }

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ShapeName();
}
