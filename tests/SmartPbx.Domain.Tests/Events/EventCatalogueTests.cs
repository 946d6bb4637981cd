using System.Text.Json;
using SmartPbx.Domain.Events;

namespace SmartPbx.Domain.Tests.Events;

public sealed class EventCatalogueTests
{
    public static TheoryData<string> Names { get; } = [.. EventCatalogue.All.Keys];

    private static PayloadSample Sample(string name) => Samples.All.Single(s => s.Type == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_payload_comes_back_from_its_json_as_it_was(string name) => Assert.Equal(Sample(name).Wire, Sample(name).WireAgain);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_property_of_every_payload_is_snake_case(string name)
    {
        using var wire = JsonDocument.Parse(Sample(name).Wire);

        Assert.All(PropertyNames(wire.RootElement), property => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", property));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_is_words_of_snake_case_with_one_dot(string name) => Assert.Matches("^[a-z]+\\.[a-z]+(_[a-z]+)*$", name);

    [Fact]
    public void The_envelope_is_a_CloudEvent_with_tenant_and_sequence()
    {
        Assert.Equal("""
            {"specversion":"1.0","id":"e1","source":"/edge/edge-1","type":"config.changed","subject":"edge-1","time":"2026-11-20T09:30:15.25+00:00","datacontenttype":"application/json","tenantid":"demo","sequence":3,"data":{"kind":"number","id":"1000","changed_by":"admin"}}
            """, Sample("config.changed").Wire);
    }

    [Fact]
    public void What_lives_in_real_time_only_is_not_durable() => Assert.Equal(
        ["agent.speaking", "agent.state", "transcript.chunk"], EventCatalogue.All.Values.Where(t => !t.Durable).Select(t => t.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Unknown_fields_are_ignored_because_fields_only_ever_grow()
    {
        var grown = Sample("config.changed").Wire.Replace("\"kind\":", "\"new_field\":{\"a\":1},\"kind\":", StringComparison.Ordinal);
        var read = JsonSerializer.Deserialize<CloudEvent>(grown, SmartPbxJson.Options)!;

        Assert.Equal(new ConfigChanged("number", "1000", "admin"), read.Payload(EventCatalogue.ConfigChanged));
    }

    [Fact]
    public void Reading_the_payload_as_another_type_is_a_json_error()
    {
        var read = JsonSerializer.Deserialize<CloudEvent>(Sample("config.changed").Wire, SmartPbxJson.Options)!;

        Assert.Throws<JsonException>(() => read.Payload(EventCatalogue.CallStarted));
    }

    [Fact]
    public void Korean_stays_readable() => Assert.Contains("영업 시간은?", Sample("agent.query_processed").Wire, StringComparison.Ordinal);

    private static IEnumerable<string> PropertyNames(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => PropertyNames(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(PropertyNames),
        _ => [],
    };
}
