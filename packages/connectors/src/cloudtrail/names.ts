/** Vocabulary of AWS: how services are written in resource types, and which parameters name what. */

/** Endpoint prefix → the way that CloudFormation writes the service. Others are written in capitals. */
export const SERVICES: Readonly<Record<string, string>> = {
  autoscaling: 'AutoScaling',
  cloudformation: 'CloudFormation',
  cloudtrail: 'CloudTrail',
  dynamodb: 'DynamoDB',
  ecr: 'ECR',
  ecs: 'ECS',
  elasticloadbalancing: 'ElasticLoadBalancingV2',
  guardduty: 'GuardDuty',
  health: 'Health',
  lambda: 'Lambda',
  logs: 'Logs',
  monitoring: 'CloudWatch',
  notifications: 'Notifications',
  organizations: 'Organizations',
  rolesanywhere: 'RolesAnywhere',
  route53: 'Route53',
  route53resolver: 'Route53Resolver',
  secretsmanager: 'SecretsManager',
  securityhub: 'SecurityHub',
  signin: 'SignIn',
  account: 'Account',
}

/** Per service: parameter (path) → type, the most telling first: the first one found is the entity, the others are related. */
export const PARAMETERS: Readonly<Record<string, readonly (readonly [path: string, type: string])[]>> = {
  account: [['RegionName', 'AWS::Account::Region']],
  cloudtrail: [
    ['name', 'AWS::CloudTrail::Trail'],
    ['trailName', 'AWS::CloudTrail::Trail'],
    ['s3BucketName', 'AWS::S3::Bucket'],
  ],
  ec2: [
    ['instanceId', 'AWS::EC2::Instance'],
    ['instancesSet', 'AWS::EC2::Instance'],
    ['snapshotId', 'AWS::EC2::Snapshot'],
    ['volumeId', 'AWS::EC2::Volume'],
    ['imageId', 'AWS::EC2::Image'],
    ['groupId', 'AWS::EC2::SecurityGroup'],
    ['groupName', 'AWS::EC2::SecurityGroup'],
    ['routeTableId', 'AWS::EC2::RouteTable'],
    ['routeTableIdSet', 'AWS::EC2::RouteTable'],
    ['associationId', 'AWS::EC2::RouteTableAssociation'],
    ['subnetId', 'AWS::EC2::Subnet'],
    ['natGatewayId', 'AWS::EC2::NatGateway'],
    ['allocationId', 'AWS::EC2::EIP'],
    ['internetGatewayId', 'AWS::EC2::InternetGateway'],
    ['internetGatewayIdSet', 'AWS::EC2::InternetGateway'],
    ['networkInterfaceId', 'AWS::EC2::NetworkInterface'],
    ['keyName', 'AWS::EC2::KeyPair'],
    ['vpcId', 'AWS::EC2::VPC'],
    ['vpcSet', 'AWS::EC2::VPC'],
  ],
  guardduty: [['detectorId', 'AWS::GuardDuty::Detector']],
  iam: [
    ['accessKeyId', 'AWS::IAM::AccessKey'],
    ['userName', 'AWS::IAM::User'],
    ['groupName', 'AWS::IAM::Group'],
    ['roleName', 'AWS::IAM::Role'],
    ['instanceProfileName', 'AWS::IAM::InstanceProfile'],
    ['policyArn', 'AWS::IAM::Policy'],
    ['policyName', 'AWS::IAM::Policy'],
  ],
  kms: [['keyId', 'AWS::KMS::Key']],
  lambda: [['functionName', 'AWS::Lambda::Function']],
  logs: [['logGroupName', 'AWS::Logs::LogGroup']],
  organizations: [['policyId', 'AWS::Organizations::Policy']],
  rds: [
    ['dBInstanceIdentifier', 'AWS::RDS::DBInstance'],
    ['dBSnapshotIdentifier', 'AWS::RDS::DBSnapshot'],
    ['dBSubnetGroupName', 'AWS::RDS::DBSubnetGroup'],
    ['resourceName', 'AWS::RDS::Resource'],
  ],
  rolesanywhere: [
    ['trustAnchorId', 'AWS::RolesAnywhere::TrustAnchor'],
    ['profileId', 'AWS::RolesAnywhere::Profile'],
    ['name', 'AWS::RolesAnywhere::TrustAnchor'],
  ],
  s3: [
    ['bucketName', 'AWS::S3::Bucket'],
    ['bucket', 'AWS::S3::Bucket'],
    ['key', 'AWS::S3::Object'],
    ['configurationARN', 'AWS::S3::StorageLens'],
  ],
  secretsmanager: [
    ['secretId', 'AWS::SecretsManager::Secret'],
    ['name', 'AWS::SecretsManager::Secret'],
  ],
  ssm: [
    ['name', 'AWS::SSM::Parameter'],
    ['instanceId', 'AWS::EC2::Instance'],
    ['resourceId', 'AWS::SSM::Parameter'],
    ['documentName', 'AWS::SSM::Document'],
    ['associationId', 'AWS::SSM::Association'],
  ],
  sts: [['roleArn', 'AWS::IAM::Role']],
}

const VERB =
  /^(BatchGet|Get|Put|List|Describe|Create|Delete|Update|Modify|Attach|Detach|Associate|Disassociate|Add|Remove|Run|Start|Stop|End|Terminate|Enable|Disable|Authorize|Revoke|Allocate|Release|Register|Deregister|Assume|Reboot|Reset|Restore|Copy|Tag|Untag|Set|Lookup|Search|Generate|Invoke|Send|Check|Request|Cancel|Import|Export|Upload)(?=[A-Z])/

/** `DescribeRouteTables` → `RouteTable`, `GetUser` → `User`, `ConsoleLogin` → ``. */
export function nounOf(eventName: string): string {
  if (!VERB.test(eventName)) return ''
  const noun = eventName
    .replace(VERB, '')
    .replace(/\d{8}.*$/, '')
    .replace(/^Vpcs?$/, 'VPC')
  if (/(ss|us|is)$/.test(noun)) return noun
  if (/(ss|x|ch|sh)es$/.test(noun)) return noun.slice(0, -2)
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`
  return noun.endsWith('s') ? noun.slice(0, -1) : noun
}
