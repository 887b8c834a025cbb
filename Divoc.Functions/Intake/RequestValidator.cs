using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Divoc.Functions.Domain;
using Divoc.Functions.Domain.Json;
using Divoc.Functions.Formats;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>Reads the body of a certify request and finds all errors in all of its elements.</summary>
public sealed class RequestValidator(
    IOptions<IntakeOptions> options, IPrintableText printable, CalendarDays days, CredentialFormats formats, TimeProvider timeProvider)
{
    /// <summary>Validates a body. Never throws because of its content. The result does not use the body's memory.</summary>
    /// <param name="body">
    /// The body as it was received; of a larger one, <see cref="IntakeLimits.BodyBytes"/> and one byte are enough.
    /// </param>
    /// <param name="type">The certificate type.</param>
    /// <param name="shape">The shape of the type in which it is sent.</param>
    public ValidatedRequest Validate(ReadOnlyMemory<byte> body, ICertificateType type, RequestShape shape)
    {
        var faults = new JsonProblems(IntakeLimits.ListedFaults);
        var warnings = new JsonProblems(IntakeLimits.ListedFaults);
        IReadOnlyList<ElementValues> elements = FindWholeBodyProblem(body.Span) is { } fault
            ? Refuse(faults, fault)
            : Read(body, shape, ref faults, ref warnings);
        var request = new RequestCheck(timeProvider.GetUtcNow(), days, options.Value.ActionFor, faults, warnings);
        var rules = new ElementRules(type, shape, request, options.Value.RequireProgramId, printable);
        var events = new List<AcceptedEvent>(elements.Count);
        foreach (var element in elements)
        {
            type.Complete(element);
            var data = EventWriter.Write(element, shape);
            rules.Check(element, data);
            CheckSize(element, data, faults);
            events.Add(Accepted(type, shape, data));
        }

        if (faults.IsEmpty)
        {
            foreach (var (element, happened) in elements.Zip(events))
            {
                rules.CheckListable(element, happened.Data);
                CheckSymbols(element, happened, request);
            }
        }

        return faults.IsEmpty
            ? new ValidatedRequest { Events = events, Faults = [], Warnings = warnings.InOrder() }
            : RefusedWith(faults.InOrder(), warnings.InOrder());
    }

    /// <summary>Reads a body that was accepted before, without checking rules or times again.</summary>
    /// <exception cref="InvalidDataException">It can't have been accepted.</exception>
    public static IReadOnlyList<AcceptedEvent> ReadAccepted(ReadOnlyMemory<byte> body, ICertificateType type, RequestShape shape)
    {
        var faults = new JsonProblems(IntakeLimits.ListedFaults);
        var warnings = new JsonProblems(IntakeLimits.ListedFaults);
        var elements = Read(body, shape, ref faults, ref warnings);
        return faults.IsEmpty
            ? [.. elements.Select(element => AcceptedAgain(type, shape, element))]
            : throw new InvalidDataException("The body of an accepted request can't be read again.");
    }

    private static AcceptedEvent AcceptedAgain(ICertificateType type, RequestShape shape, ElementValues element)
    {
        type.Complete(element);
        return Accepted(type, shape, EventWriter.Write(element, shape));
    }

    private static AcceptedEvent Accepted(ICertificateType type, RequestShape shape, JsonElement data) =>
        new(type.Name, type.Version, type.ShapeOf(data, shape), data);

    private static ValidatedRequest RefusedWith(IReadOnlyList<Fault> faults, IReadOnlyList<Fault> warnings) => new()
    {
        Events = [],
        Faults = faults,
        Warnings = warnings,
        Refusal = DivocRefusal.Of(faults),
    };

    private static Fault? FindWholeBodyProblem(ReadOnlySpan<byte> body)
    {
        if (body.Length > IntakeLimits.BodyBytes)
        {
            return new Fault(
                "",
                FaultCodes.PayloadTooLarge,
                $"The body is larger than {IntakeLimits.BodyBytes} bytes: send fewer events in one call.");
        }

        if (!JsonInput.WithoutByteOrderMark(body).ContainsAnyExcept(" \t\r\n"u8))
        {
            return Schema.MissingBody();
        }

        return Utf8.IsValid(body) ? null : Schema.NotJson("a byte is not UTF-8");
    }

    private static ElementValues[] Refuse(JsonProblems faults, Fault fault)
    {
        faults.Add(0, fault);
        return [];
    }

    /// <summary>A body that is not JSON has only that error, whatever was found before.</summary>
    private static IReadOnlyList<ElementValues> Read(
        ReadOnlyMemory<byte> body, RequestShape shape, ref JsonProblems faults, ref JsonProblems warnings)
    {
        try
        {
            return new RequestReader(JsonInput.WithoutByteOrderMark(body), shape, faults, warnings).Read();
        }
        catch (JsonException exception)
        {
            (faults, warnings) = (new JsonProblems(IntakeLimits.ListedFaults), new JsonProblems(IntakeLimits.ListedFaults));
            return Refuse(faults, Schema.NotJson($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }
    }

    /// <summary>Events that fit into no QR code would fail when they are signed; here the partner can still shorten them.</summary>
    private void CheckSymbols(ElementValues element, AcceptedEvent happened, RequestCheck request)
    {
        var source = new CredentialSource(CertificateId.New(), request.Now, request.Now, happened);
        if (formats.Issuing(happened.Type, happened.Version, happened.Shape)?.IsTooLargeForSymbols(source) == true)
        {
            request.Faults.Add(
                element.Position,
                new Fault(
                    element.PointerTo(""),
                    FaultCodes.QrTooLarge,
                    "The certificate of the event would be too large for any QR code, even the largest one with the lowest error "
                    + "correction: shorten the texts of the event."));
        }
    }

    private static void CheckSize(ElementValues element, JsonElement data, JsonProblems faults)
    {
        if (JsonMarshal.GetRawUtf8Value(data).Length > IntakeLimits.EventBytes)
        {
            faults.Add(
                element.Position,
                new Fault(
                    element.PointerTo(""),
                    FaultCodes.EventTooLarge,
                    $"The event is larger than {IntakeLimits.EventBytes} bytes: shorten its texts."));
        }
    }
}
