using System.Text.Json.Nodes;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Operations;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Formats;
using Divoc.Functions.Tests.Types;

namespace Divoc.Functions.Tests.Faults.Operations;

/// <summary>Deals the operations of one schedule.</summary>
internal sealed class OperationDeck(Random random, Temper temper, Ledger ledger)
{
    private static readonly (string Sample, CertificateShape Shape)[] Shapes =
        [
            ("certify-v1.json", CertificateShape.VaccinationV1),
            ("certify-v3.json", CertificateShape.VaccinationV3),
            ("certify-test.json", CertificateShape.Test),
        ];

    private int dealt;

    private bool MeetsCards => temper.StopsAt.Name is ProtocolWrite.CardSecretMade or ProtocolWrite.CardNoted or ProtocolWrite.CardRevoked;

    private bool MeetsFailures => temper.StopsAt.Name is ProtocolWrite.FailureRecorded or ProtocolWrite.FailureRemoved
        or ProtocolWrite.EventReplayed or ProtocolWrite.EventDiscarded;

    /// <summary>How many operations there are about cards once certificates are there.</summary>
    public int CardsToDeal => (ledger.CertificateIds.Count, MeetsCards) switch
    {
        (0, _) => 0,
        (_, true) => 8,
        _ => 4,
    };

    /// <summary>A card, or a change of what cards hold.</summary>
    public Operation DealCard()
    {
        dealt++;
        return random.Next(5) switch
        {
            0 => Change(StateChangeKind.Revoked),
            1 => Change(StateChangeKind.Suspended),
            _ => FetchCard(),
        };
    }

    /// <summary>The next operation: at first there is nothing to do but to certify.</summary>
    public Operation Deal()
    {
        dealt++;
        if (ledger.CertificateIds.Count == 0)
        {
            return Certify(isUpdate: false);
        }

        if (random.Next(MeetsCards ? 2 : 4) == 0)
        {
            return DealForStop();
        }

        return random.Next(100) switch
        {
            < 30 => Certify(isUpdate: false),
            < 48 => Certify(isUpdate: true),
            < 56 => Status(),
            < 60 => Fetch(),
            < 66 => FetchCard(),
            < 76 => Change(StateChangeKind.Revoked),
            < 84 => Change(StateChangeKind.Suspended),
            < 88 => Change(StateChangeKind.Reinstated),
            < 92 => Change(StateChangeKind.Erased),
            < 95 => Replay(),
            < 97 => Discard(),
            _ => RevokeDoses(),
        };
    }

    /// <summary>One that leads to the write after which this schedule is to stop.</summary>
    private Operation DealForStop() => temper.StopsAt.Name switch
    {
        ProtocolWrite.ErasureNoted or ProtocolWrite.ArtifactsErased => Change(StateChangeKind.Erased),
        ProtocolWrite.UpdateNoted when random.Next(3) > 0 => Certify(isUpdate: true),
        ProtocolWrite.OrderAudited => Discard(),
        ProtocolWrite.CardSecretMade or ProtocolWrite.CardNoted => FetchCard(),
        ProtocolWrite.CardRevoked when random.Next(2) == 0 => FetchCard(),
        ProtocolWrite.CardRevoked => Change(StateChangeKind.Revoked),
        ProtocolWrite.EventDiscarded when random.Next(3) > 0 => Discard(),
        ProtocolWrite.FailureRemoved or ProtocolWrite.EventReplayed when random.Next(3) > 0 => Replay(),
        ProtocolWrite.LedgerFenced or ProtocolWrite.ChangeAnnounced or ProtocolWrite.StatusStored or ProtocolWrite.StateChanged
            or ProtocolWrite.StatusPublished or ProtocolWrite.StatusLengthened => Change(StateChangeKind.Revoked),
        _ => Certify(isUpdate: false),
    };

    private CertifyOperation Certify(bool isUpdate)
    {
        var (sample, shape) = Shapes[random.Next(isUpdate ? 2 : 3)];
        var elements = new JsonArray();
        List<string> keys = [];
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            // The doses of one request differ: two events of one key are refused.
            var person = random.Next(temper.People);
            var dose = shape == CertificateShape.Test ? 1 : random.Next(1, 3);
            if (!keys.Contains($"{person}.{dose}"))
            {
                keys.Add($"{person}.{dose}");
                elements.Add(Event(sample, shape, $"PE-{person}", dose, random.Next(MeetsFailures ? 3 : 12) == 0));
            }
        }

        var key = random.Next(4) > 0 ? $"key-{dealt}" : null;
        var title = $"{dealt}: {(isUpdate ? "update" : "certify")} {shape} {string.Join(' ', keys)}{(key is null ? "" : " with a key")}";
        return new CertifyOperation(title, ledger, elements, shape, key, isUpdate) { IsPersistent = key is not null && random.Next(4) > 0 };
    }

    private ChangeOperation Change(StateChangeKind kind)
    {
        var number = Pick();
        return new ChangeOperation($"{dealt}: {kind} wanted of certificate {number}", ledger.Judge, ledger.CertificateIds[number], kind)
        {
            IsPersistent = random.Next(2) == 0,
        };
    }

    private RevokeDosesOperation RevokeDoses()
    {
        var person = random.Next(temper.People);
        int[]? doses = random.Next(3) switch { 0 => [1], 1 => [2], _ => null };
        return new RevokeDosesOperation(
            $"{dealt}: revoke doses {(doses is null ? "all" : doses[0])} of {person}", ledger.Judge, $"PE-{person}", doses);
    }

    private ReplayOperation Replay()
    {
        var number = random.Next(ledger.CertificateIds.Count);
        var (what, order) = random.Next(4) switch
        {
            0 => ($"certificate {number}", new ReplayOrder { CertificateIds = new HashSet<string> { ledger.CertificateIds[number] } }),
            1 => ("what the queue gave up", new ReplayOrder { Reason = QueueLimits.MaxDeliveryCountExceeded }),
            _ => ("all", new ReplayOrder()),
        };
        return new ReplayOperation($"{dealt}: replay {what}", ledger.Judge, order) { IsPersistent = random.Next(2) == 0 };
    }

    private DiscardOperation Discard()
    {
        var number = random.Next(ledger.CertificateIds.Count);
        IReadOnlyList<string> ids = random.Next(2) == 0 ? [ledger.CertificateIds[number]] : [.. ledger.CertificateIds];
        return new DiscardOperation($"{dealt}: discard {(ids.Count == 1 ? $"certificate {number}" : "whatever failed")}", ledger.Judge, ids)
        {
            IsPersistent = random.Next(2) == 0,
        };
    }

    private StatusOperation Status()
    {
        var number = random.Next(ledger.Requests.Count);
        return new StatusOperation($"{dealt}: status of request {number}", ledger, ledger.Requests[number]);
    }

    private FetchOperation Fetch()
    {
        var number = Pick();
        var part = random.Next(3) switch { 0 => CertificatePart.Credential, 1 => CertificatePart.Qr, _ => CertificatePart.Pdf };
        return new FetchOperation($"{dealt}: fetch {part} of certificate {number}", ledger.Judge, ledger.CertificateIds[number], part);
    }

    private FetchCardOperation FetchCard()
    {
        var number = Pick();
        return new FetchCardOperation($"{dealt}: fetch the card of certificate {number}", ledger.Judge, ledger.CertificateIds[number]);
    }

    /// <summary>One of the certificates that callers know of, mostly one that is listed.</summary>
    private int Pick()
    {
        var number = random.Next(ledger.CertificateIds.Count);
        for (var tries = 0; tries < 3 && ledger.Judge.Find(ledger.CertificateIds[number]) is null; tries++)
        {
            number = random.Next(ledger.CertificateIds.Count);
        }

        return number;
    }

    /// <summary>
    /// An event of a person. One that is doomed is accepted, and no QR code has room for its credential once it is signed.
    /// </summary>
    private JsonObject Event(string sample, CertificateShape shape, string code, int dose, bool isDoomed)
    {
        var happened = PartnerSystem.Event(sample, code);
        // What is sent again often says the same, and often not.
        happened["recipient"]!["name"] = $"Person {random.Next(3)}";
        if (happened["vaccination"] is { } vaccination)
        {
            vaccination["dose"] = dose;
        }

        return isDoomed ? DivocFormats.TooLarge(happened, shape, random) : happened;
    }
}
