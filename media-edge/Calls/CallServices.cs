using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Identity;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Prompts;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.Sip;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What all calls of the process share.</summary>
internal sealed record CallServices
{
    public required EdgeOptions Options { get; init; }
    public required DataFolder Folder { get; init; }
    public required SipStack Sip { get; init; }
    public required MediaEngine Media { get; init; }
    public required DirectoryService Directory { get; init; }
    public required TollGuard Toll { get; init; }
    public required CodecPolicy Codecs { get; init; }
    public required MediaAddresses Addresses { get; init; }
    public required IHostResolver Hosts { get; init; }
    public required BindingTable Bindings { get; init; }
    public required SupervisionBook Supervisions { get; init; }
    public required CallRouter Router { get; init; }
    public required CallRegistry Registry { get; init; }
    public required CallRecords Records { get; init; }
    public required CallJournal Journal { get; init; }
    public required EventSpool Events { get; init; }
    public required RecordingSpool Recordings { get; init; }
    public required RealTimeFeed RealTime { get; init; }
    public required NoticeAudio Notices { get; init; }
    public required ConversationServices Conversations { get; init; }
    public required EdgeMetrics Metrics { get; init; }
    public required TimeProvider Clock { get; init; }
    public required IIdSource Ids { get; init; }
    public required ILogger Logger { get; init; }
}
