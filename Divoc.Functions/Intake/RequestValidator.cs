using System.Text.Json;
using System.Text.Unicode;
using Divoc.Functions.Credentials.Divoc;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Reads the body of a certify request and finds everything that is wrong with it, in all of its elements.</summary>
public sealed class RequestValidator(IOptions<IntakeOptions> options, VaccineCodes vaccineCodes, PrintableCharacters printable, TimeProvider timeProvider)
{
    /// <summary>
    /// Validates a body. Never throws for what it holds. The result keeps nothing of the body's memory.
    /// </summary>
    /// <param name="body">The body as it came, at most one byte more than <see cref="IntakeLimits.BodyBytes"/> is looked for.</param>
    /// <param name="shape">The endpoint it came to.</param>
    public ValidatedRequest Validate(ReadOnlyMemory<byte> body, CertificateShape shape)
    {
        var faults = new FaultList();
        var warnings = new FaultList();
        IReadOnlyList<ElementValues> elements = FindWholeBodyFault(body.Span) is { } fault ? Refuse(faults, fault) : Read(body, shape, ref faults);
        var rules = new EventRules(shape, options.Value, vaccineCodes, printable, timeProvider.GetUtcNow(), faults, warnings);
        foreach (var element in elements)
        {
            rules.Check(element);
        }

        var events = faults.IsEmpty ? Build(elements, faults) : [];
        return faults.IsEmpty
            ? new ValidatedRequest { Events = events, Faults = [], Warnings = warnings.InOrder() }
            : RefusedWith(faults.InOrder(), warnings.InOrder());
    }

    /// <summary>Reads a body that was accepted before, without judging it again by rules or by the clock.</summary>
    /// <exception cref="InvalidDataException">It can't have been accepted.</exception>
    public static IReadOnlyList<HealthEvent> ReadAccepted(ReadOnlyMemory<byte> body, CertificateShape shape)
    {
        var faults = new FaultList();
        var elements = Read(body, shape, ref faults);
        return faults.IsEmpty
            ? [.. elements.Select(HealthEventBuilder.Build)]
            : throw new InvalidDataException("The body of an accepted request can't be read again.");
    }

    private static ValidatedRequest RefusedWith(IReadOnlyList<Fault> faults, IReadOnlyList<Fault> warnings) => new()
    {
        Events = [],
        Faults = faults,
        Warnings = warnings,
        Refusal = DivocRefusal.Of(faults),
    };

    private static Fault? FindWholeBodyFault(ReadOnlySpan<byte> body)
    {
        if (body.Length > IntakeLimits.BodyBytes)
        {
            return new Fault("", FaultCodes.PayloadTooLarge, $"The body is larger than {IntakeLimits.BodyBytes} bytes.");
        }

        if (!body.ContainsAnyExcept(" \t\r\n"u8))
        {
            return Schema.MissingBody();
        }

        return Utf8.IsValid(body) ? null : Schema.NotJson("a byte is not UTF-8");
    }

    private static ElementValues[] Refuse(FaultList faults, Fault fault)
    {
        faults.Add(0, fault);
        return [];
    }

    /// <summary>A body that turns out not to be JSON has that one fault, whatever was found before.</summary>
    private static IReadOnlyList<ElementValues> Read(ReadOnlyMemory<byte> body, CertificateShape shape, ref FaultList faults)
    {
        try
        {
            return new RequestReader(body, shape, faults).Read();
        }
        catch (JsonException exception)
        {
            faults = new FaultList();
            return Refuse(faults, Schema.NotJson($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }
    }

    private static List<HealthEvent> Build(IReadOnlyList<ElementValues> elements, FaultList faults)
    {
        var events = elements.Select(HealthEventBuilder.Build).ToList();
        foreach (var element in elements)
        {
            if (HealthEvents.SizeOf(events[element.Index]) > IntakeLimits.EventBytes)
            {
                faults.Add(element.Position, new Fault(element.PointerTo(""), FaultCodes.EventTooLarge, $"The event is larger than {IntakeLimits.EventBytes} bytes."));
            }
        }

        return events;
    }
}
